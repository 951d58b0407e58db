import type { Generation } from "./generation.ts";

/** The frame of every page, byte for byte that of the recorded 401 (golden http-401-11850; 689, 690 and 693 bytes by generation). */
function page({ page: { styles, logo } }: Generation, content: string): string {
  return `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" >
<html><head><link rel=stylesheet href=${styles}>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>Intel&reg; Active Management Technology</title></head>
<body>
<table class=header>
<tr><td valign=top nowrap>
<p class=top1>Intel<font class=r><sup>&reg;</sup></font> Active Management Technology
<td valign="${logo}"><img src="logo.gif" align="right" alt="Intel">
</table>
<br />
${content}
</body>
</html>
`;
}

export const logonFailed = (generation: Generation): string =>
  page(
    generation,
    `<h2 class=warn>Log on failed. Incorrect user name or password, or user account temporarily locked.</h2>

<p>
<form METHOD="GET" action="index.htm"><h2><input type=submit value="Try again">
</h2></form>
<p>
`,
  );

/** The texts from here on are our own; only "Page Not Found" and "Bad Request" were seen (golden http-303-15055; rpc.md 6.3). */
export const warning = (generation: Generation, title: string, text: string): string =>
  page(generation, `<h2 class=warn>${title}</h2>\n\n<p>${text}\n`);

export const logon = (generation: Generation, machine: string): string =>
  page(
    generation,
    `<h2>Log on to Intel&reg; Active Management Technology on this computer</h2>

<p>This computer is virtual (${machine}): nothing real is managed here.
<form METHOD="GET" action="index.htm"><h2><input type=submit value="Log on">
</h2></form>
`,
  );

export const status = (generation: Generation, machine: string, user: string): string =>
  page(
    generation,
    `<h2>System status</h2>

<p>Logged on as ${user.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)}. This computer is virtual (${machine}).
<p>Everything else is at /wsman.
`,
  );
