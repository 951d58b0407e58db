import { type Fact, recorded } from "../../fact.ts";

/** Records of both logs in base64: events newest first, audits oldest first. */
interface Records {
  readonly events: readonly string[];
  readonly audits: readonly string[];
}

const of15: Fact<Records> = recorded("golden audit-a-*, event-2 to event-27: AMT 15.0.23, whole records", {
  events: [
    "eRyxYf8PbwJoAf8AAEASAAAAAAAA",
    "+sGwYf8PbwJoCP8iAEATAAAAAAAA",
    "98GwYf8PbwJoAf8HAEAXAAAAAAAA",
    "98GwYf8PbwJoAf8HAEAMAAAAAAAA",
    "98GwYf8PbwJoAf8HAEAXAAAAAAAA",
    "9cGwYf8PbwJoAf8iAEAGAAAAAAAA",
    "9MGwYf8PbwJoAf8iAEAHAAAAAAAA",
    "9MGwYf8PbwJoAf8iAEAHAAAAAAAA",
    "iXOvYf8PbwJoAf8AAEASAAAAAAAA",
    "M2GpYf8PbwJoAf8mAEANAAAAAAAA",
    "M2GpYf8PbwJoCP8iAEATAAAAAAAA",
    "MmGpYf8PbwJoAf8HAEAXAAAAAAAA",
    "MmGpYf8PbwJoAf8HAEAMAAAAAAAA",
    "MmGpYf8PbwJoAf8HAEAXAAAAAAAA",
    "MmGpYf8PbwJoAf8HAEAMAAAAAAAA",
    "MmGpYf8PbwJoAf8EAEACAAAAAAAA",
    "MWGpYf8PbwJoAf8iAEAGAAAAAAAA",
    "MGGpYf8PbwJoAf8iAEAHAAAAAAAA",
    "MGGpYf8PbwJoAf8iAEAHAAAAAAAA",
    "G2GpYf8PbwJoAf8AAEASAAAAAAAA",
    "11epYf8PbwJoAf8AAEASAAAAAAAA",
  ],
  audits: [
    "ABAAEwJe+jS5AgABAg==",
    "ABAAAAJe+jTQAgAA",
    "ABAAEgAFYWRtaW5e+daPAAkxMjcuMC4wLjEA",
    "ABAAEwJe+dbrAgABAg==",
    "ABUAAAAJJCRPc0FkbWluXvnewgAJMTI3LjAuMC4xBF76QRI=",
    "ABAAEwJe+kTdAgABAg==",
    "ABAAAAJe+kT/AgAA",
  ],
});
const of16: Fact<Records> = recorded("wsman-responses.txt amt/messagelog/getrecords, amt/auditlog/readrecords", {
  events: ["Y8iYZf8GbwVoEP8mYaoKAAAAAAAA", "IgYBZf8PbwJoAf8iAEAHAAAAAAAA", "IgYBZf8PbwJoAf8iAEAHAAAAAAAA"],
  audits: ["ABMAAAI/9M1uAgAQAAwAAAAoBZkADAAAACQFlA==", "ABMAAAI/9M1vAgAQAAwAAAAoBZkADAAAACQFlA=="],
});

/** What the logs of a machine hold when it comes; of any other they are empty. */
export const recordsOf: Readonly<Record<string, Fact<Records>>> = { "acm-15": of15, "acm-16-wifi": of16 };
