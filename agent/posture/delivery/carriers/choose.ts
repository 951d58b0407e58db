import type { Destination } from "../../../config-destinations.ts";
import type { Carrier } from "../courier.ts";
import type { Credentials } from "../credentials.ts";
import { consoleCarrier } from "./console.ts";
import { fileCarrier } from "./file.ts";
import { httpsCarrier } from "./https.ts";
import { mqttCarrier } from "./mqtt.ts";
import { otlpCarrier } from "./otlp.ts";
import { pushgatewayCarrier } from "./pushgateway.ts";
import { syslogCarrier } from "./syslog.ts";

/** The way to one destination. Nothing is opened, and no credential read, before there is something to send. */
export function carrierTo(to: Destination, credentials: Credentials): Carrier {
  switch (to.to) {
    case "file":
      return fileCarrier(to);
    case "https":
      return httpsCarrier(to, credentials);
    case "otlp":
      return otlpCarrier(to, credentials);
    case "mqtt":
      return mqttCarrier(to, credentials);
    case "syslog":
      return syslogCarrier(to, credentials);
    case "pushgateway":
      return pushgatewayCarrier(to, credentials);
    case "console":
      return consoleCarrier(to, credentials);
  }
}
