import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "oprogramowania układowego wirtualnego ME" : "oprogramowania układowego tego komputera";

/** What happened, in Polish. */
export const plEvents: Words["messages"] = {
  "event.started": () => "Usługa została uruchomiona.",
  "event.stopped": () => "Usługa została zatrzymana.",
  "event.standing": ({ from, to }) => `Stan AMT zmienił się z „${standing(from)}” na „${standing(to)}”.`,
  "event.control-mode": ({ from, to }) => `Tryb kontroli AMT zmienił się z ${from} na ${to}.`,
  "event.firmware": ({ from, to }) => `Oprogramowanie układowe AMT zmieniło się z wersji ${from} na ${to}.`,
  "event.while-away": ({ from, to, since }) =>
    `Gdy usługa nie działała, stan AMT zmienił się z „${standing(from)}” (${since}) na „${standing(to)}”.`,
  "event.slept": ({ since, until }) =>
    `Między ${since} a ${until} komputer był uśpiony lub miał zostać uśpiony; stan odczytano na nowo.`,
  "event.while-asleep": ({ from, to, since }) =>
    `Gdy komputer był uśpiony, stan AMT zmienił się z „${standing(from)}” (${since}) na „${standing(to)}”.`,
  "event.session.opened": ({ kind }) => `Rozpoczęła się sesja zdalna (${kind}).`,
  "event.session.closed": ({ kind }) => `Zakończyła się sesja zdalna (${kind}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `Ten komputer ma urządzenie sesji zdalnej (${kind}: ${evidence}), a AMT twierdzi, że takiej sesji nie ma.`,
  "event.condition.raised": ({ condition }) => `Nowa sprawa wymagająca uwagi: ${condition}.`,
  "event.condition.cleared": ({ condition }) => `Nie wymaga już uwagi: ${condition}.`,
  "event.clock-set-back": ({ from, to }) => `Zegar tego komputera cofnięto z godziny ${from} lub późniejszej na ${to}.`,

  "event.history.repaired": ({ bytes }) =>
    `Zdarzenie zapisywane w chwili przerwania usługi zostało utracone (zachowane bajty: ${bytes}).`,
  "event.history.broken": ({ why }) =>
    `Historia zdarzeń została zmieniona z zewnątrz, gdy usługa nie działała (${why}). Zobacz: amt-agent events verify.`,
  "event.history.rotated": ({ first, last }) =>
    `Zdarzenia od ${first} do ${last} usunięto, aby zrobić miejsce w historii.`,
  "event.history.lost": ({ count }) =>
    `Liczba wcześniejszych zdarzeń, których brakuje w historii: ${count}. Nie można ich było zapisać, gdy się działy.`,

  "event.amt.enabled": () => "AMT zostało włączone.",
  "event.amt.disable-attempt": () => "Ktoś próbował wyłączyć AMT.",
  "event.setup.pre": () => "AMT nie jest skonfigurowane.",
  "event.setup.in": () => "AMT jest konfigurowane.",
  "event.setup.post": () => "AMT zostało skonfigurowane: tym komputerem można zarządzać zdalnie.",
  "event.setup.removing": () => "Konfiguracja AMT jest usuwana.",
  "event.setup.removing-by": ({ who }) => `Konfiguracja AMT jest usuwana przez: ${who}.`,
  "event.setup.mode-changed": () => "Tryb kontroli AMT został zmieniony.",
  "event.firmware.update-partial": () => "Aktualizacja oprogramowania układowego ME nie została dokończona.",
  "event.firmware.update-failed": () => "Aktualizacja oprogramowania układowego ME nie powiodła się.",
  "event.firmware.reset": () => "Oprogramowanie układowe ME zostało zresetowane.",
  "event.firmware.wear": () => "Pamięć flash ME zapisywano tak często, że AMT ogranicza zapisy.",

  "event.kvm.requested": () => "Ktoś prosi o możliwość oglądania i kontrolowania tego ekranu.",
  "event.kvm.data": () => "Kanałem danych sesji ekranu (KVM) nadeszła wiadomość.",
  "event.kvm.disabled": () => "Sesje na tym ekranie (KVM) zostały wyłączone w AMT.",
  "event.kvm.enabled": () => "Sesje na tym ekranie (KVM) zostały włączone w AMT.",
  "event.consent.requested": () => "AMT prosi użytkownika tego komputera o zgodę: na ekranie widać sześć cyfr.",
  "event.consent.granted": () => "Użytkownik wyraził zgodę: cyfry z ekranu zostały powtórzone.",
  "event.consent.ended": () => "Zgoda użytkownika wygasła.",
  "event.consent.policy": () => "Zmieniono regułę mówiącą, kiedy AMT musi prosić użytkownika o zgodę.",
  "event.sprite": () => "Sposób, w jaki AMT rysuje na ekranie własne komunikaty, ma zostać zmieniony.",

  "event.network.changed": () => "Stan sieci AMT zmienił się.",
  "event.network.link-denied": () => "Program na tym komputerze próbował wyłączyć łącze sieciowe AMT; AMT odmówiło.",
  "event.network.link-disabled": () => "Program na tym komputerze próbował wyłączyć łącze sieciowe AMT.",
  "event.defense.tx-stopped": () => "System Defense w AMT zatrzymał w całości lub w części to, co ten komputer wysyła.",
  "event.defense.tx-limited": () => "System Defense w AMT spowolnił to, co ten komputer wysyła.",
  "event.defense.rx-stopped": () =>
    "System Defense w AMT zatrzymał w całości lub w części to, co ten komputer odbiera.",
  "event.defense.rx-limited": () => "System Defense w AMT spowolnił to, co ten komputer odbiera.",
  "event.defense.active": () => "System Defense w AMT ingeruje w ruch sieciowy tego komputera.",
  "event.defense.inactive": () => "System Defense w AMT nie ingeruje w ruch sieciowy tego komputera.",
  "event.defense.changed": () => "Stan System Defense w AMT zmienił się.",
  "event.eac.changed": () => "Dane AMT dla kontroli dostępu do sieci zmieniły się.",
  "event.eac.enabled": () => "Kontrola dostępu do sieci w AMT (EAC) została włączona.",
  "event.eac.disabled": () => "Kontrola dostępu do sieci w AMT (EAC) została wyłączona.",
  "event.wlan.profile": () => "AMT nie ma profilu Wi-Fi wystarczająco dobrego do zarządzania.",
  "event.wlan.security": () => "Połączenie Wi-Fi AMT nie jest wystarczająco bezpieczne do zarządzania.",
  "event.wlan.by-me": () => "ME ma pierwszeństwo w sieci Wi-Fi: połączenie systemu może zostać zerwane.",
  "event.wlan.by-host": () => "System operacyjny ma znów pierwszeństwo w sieci Wi-Fi.",
  "event.wlan.sync-changed": () => "Zmieniono to, czy AMT przejmuje profile Wi-Fi tego komputera.",
  "event.wlan.sync-disabled": () => "AMT nie przejmuje już profili Wi-Fi tego komputera.",
  "event.wlan.sync-enabled": () => "AMT przejmuje profile Wi-Fi tego komputera.",
  "event.wlan.control-host": () => "Siecią Wi-Fi steruje system operacyjny.",
  "event.wlan.control-me": () => "Siecią Wi-Fi steruje ME.",
  "event.wlan.protection": ({ level }) => `Ochrona sieci Wi-Fi przez ME: ${level}.`,
  "event.tunnel.opened": () =>
    "AMT połączyło się z serwerem zewnętrznym (CIRA): można przez niego zarządzać tym komputerem.",
  "event.tunnel.closed": () => "Połączenie AMT z serwerem zewnętrznym (CIRA) zakończyło się.",
  "event.tunnel.requested": () =>
    "Ktoś przy tym komputerze poprosił o pomoc: AMT ma się połączyć z serwerem zewnętrznym.",
  "event.help.pressed": ({ result }) => `Przy tym komputerze poproszono o pomoc: ${result}.`,
  "event.ip-sync.disabled": () => "AMT nie współdzieli już adresu sieciowego tego komputera.",
  "event.ip-sync.enabled": () => "AMT współdzieli adres sieciowy tego komputera.",
  "event.proxy-sync.disabled": () => "AMT nie przejmuje już ustawień proxy tego komputera.",
  "event.proxy-sync.enabled": () => "AMT przejmuje ustawienia proxy tego komputera.",
  "event.refresh-ip": ({ interface: which }) => `AMT prosi ten komputer o odnowienie adresu sieciowego (${which}).`,

  "event.power.requested": ({ what }) => `Zdalny administrator zażądał od tego komputera: ${power(what)}.`,
  "event.power.watchdog": () => "AMT zrestartowało ten komputer, ponieważ upłynął czas watchdoga.",
  "event.power.planned": ({ what, seconds }) =>
    `Za ${seconds} s na tym komputerze nastąpi to, czego zażądał jego zdalny administrator: ${power(what)}.`,
  "event.power.called-off": ({ what }) =>
    `Ktoś przy tym komputerze odwołał to, czego zażądał zdalny administrator: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `Nie udało się to, czego zdalny administrator zażądał od tego komputera: ${power(what)} (${code}).`,
  "event.time-sync.disabled": () => "AMT nie pobiera już czasu z tego komputera.",
  "event.time-sync.enabled": () => "AMT pobiera czas z tego komputera.",
  "event.audit-log.filling": ({ percent }) => `Dziennik inspekcji AMT jest zapełniony w ${percent}%.`,

  "event.agent.not-started": ({ agent }) => `AMT informuje, że nadzorowany program nie uruchomił się (${agent}).`,
  "event.agent.stopped": ({ agent }) => `AMT informuje, że nadzorowany program zatrzymał się (${agent}).`,
  "event.agent.running": ({ agent }) => `AMT informuje, że nadzorowany program działa (${agent}).`,
  "event.agent.expired": ({ agent }) => `AMT informuje, że nadzorowany program przestał dawać znaki życia (${agent}).`,
  "event.agent.suspended": ({ agent }) => `AMT chwilowo nie nadzoruje programu (${agent}).`,

  "event.reset.pending": ({ agent, seconds }) =>
    `AMT zrestartuje ten komputer bez pytania, za ${seconds} s: nadzorowany program przestał dawać znaki życia (${agent}).`,
  "event.reset.called-off": () => "Restart tego komputera, który AMT miało wykonać, został odwołany.",

  "event.settings.root-added": ({ name, hash }) =>
    `AMT ufa teraz kolejnemu wystawcy certyfikatów przy przejmowaniu tego komputera: ${name} (skrót ${hash}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `AMT nie ufa już temu wystawcy certyfikatów przy przejmowaniu tego komputera: ${name} (skrót ${hash}).`,
  "event.settings.server-added": ({ server }) =>
    `AMT otrzymało serwer zewnętrzny, przez który można zarządzać tym komputerem (CIRA): ${server}.`,
  "event.settings.server-removed": ({ server }) => `AMT nie zna już tego serwera zewnętrznego (CIRA): ${server}.`,
  "event.settings.tls-off": ({ where }) =>
    `Szyfrowanie AMT (TLS) zostało wyłączone (${place(where)}): to, co jest tam wysyłane, można po drodze odczytać.`,
  "event.settings.tls-on": ({ where }) => `Szyfrowanie AMT (TLS) zostało włączone (${place(where)}).`,
  "event.settings.user-added": ({ user }) => `AMT ma nowego użytkownika: ${user}.`,
  "event.settings.user-changed": ({ user }) => `Zmieniono uprawnienia użytkownika AMT: ${user}.`,
  "event.settings.user-removed": ({ user }) => `Użytkownika AMT już nie ma: ${user}.`,
  "event.settings.feature-on": ({ feature }) => `Włączono w AMT: ${feature}.`,
  "event.settings.feature-off": ({ feature }) => `Wyłączono w AMT: ${feature}.`,

  "event.alert.unknown": ({ alert }) => `AMT wysłało alert, którego ten program nie zna (${alert}).`,
  "event.alert.more": ({ count, of }) =>
    `Liczba dalszych takich alertów wysłanych przez AMT: ${count}, zbyt wiele, by wymieniać każdy z osobna: ${of}`,
  "event.alert.unreadable": ({ reason }) => `AMT wysłało alert, którego nie można odczytać (${reason}).`,
  "event.posture.failed": ({ check, title }) =>
    `Kontrola stanu tego komputera, która wcześniej się udawała, teraz zawodzi: ${title} (${check}).`,
  "event.posture.weakened": ({ check, title }) => `Ustawienie AMT stało się mniej bezpieczne: ${title} (${check}).`,
  "event.posture.passed": ({ check, title }) =>
    `Kontrola stanu tego komputera, która wcześniej zawodziła, teraz się udaje: ${title} (${check}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `Raporty o stanie tego komputera usunięte, by zwolnić miejsce, zanim odebrał je ${destinations}: ${count}.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination}: raporty o stanie tego komputera odrzucone (${count}; ${code}); nie będą wysłane ponownie.`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `Biuletyny bezpieczeństwa dotyczące ${firmware(virtual)} (${count}): ${advisories}.`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `Biuletyny bezpieczeństwa, które już nie dotyczą ${firmware(virtual)} (${count}): ${advisories}.`,
};

const standings: Readonly<Record<string, string>> = {
  unknown: "nieznany",
  absent: "nieobecne",
  off: "wyłączone",
  unconfigured: "nieskonfigurowane",
  managed: "skonfigurowane",
  session: "trwa sesja",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "zamknięcie systemu",
  restart: "ponowne uruchomienie",
  sleep: "uśpienie",
  hibernate: "hibernacja",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "w sieci",
  "this PC's own ports": "na portach tego komputera",
};
const place = (where: string): string => places[where] ?? where;
