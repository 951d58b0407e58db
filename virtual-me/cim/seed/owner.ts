import { derived, recorded } from "../../fact.ts";
import { ofAmt, reference } from "../value.ts";
import type { Seed } from "./seed.ts";

// A certificate and keys of our own in place of the recorded ones; nobody has their private halves
const certificate =
  "MIIDJjCCAg6gAwIBAgIBATANBgkqhkiG9w0BAQsFADArMRAwDgYDVQQKDAd1bmtub3duMRcwFQYDVQQDDA5NUFNSb290LTAwMDAwMTAgFw0yNj" +
  "ExMjIwMTAxMTJaGA8yMDU3MDEwMzAxMDExMlowKzEQMA4GA1UECgwHdW5rbm93bjEXMBUGA1UEAwwOTVBTUm9vdC0wMDAwMDEwggEiMA0GCSqG" +
  "SIb3DQEBAQUAA4IBDwAwggEKAoIBAQCXN1orsU1eLW/RcNssknKKLVYthrPskYkGLDzrRrWmrpXdtsrzljgWUPONu4pQ3xxWdYuhgMDEe4uxch" +
  "gRgy5tFvGMp7neLfDVQ/wP/X0LItgCsyXcGNjNUZe0MvOshml6+I04UXOHFCDfe0NgAVKemN1hgFnOgTJ4nV79fW+HQAG/PGkd0oQwZy2ipB79" +
  "BQRNZGJ/l8tmrugPNeVE0vHV/UXIGvWfz4/1YwTL0WXXWI6HdLLgHcNQp1YnyfjM4myGXqHX6ZwmFILS3DASC4qYooXg2ApXi+F1nVneeDPmTV" +
  "DUHbig48Z05VsYvTrGymIXDVyPAVSY1RmEc1pol397AgMBAAGjUzBRMB0GA1UdDgQWBBR4OvMn2Q4WEfRrbeB7tZAX4J5GFDAfBgNVHSMEGDAW" +
  "gBR4OvMn2Q4WEfRrbeB7tZAX4J5GFDAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQBS2ZbEBaG3myFICJDbVTLMOSeRWUJFhD" +
  "qIUjTYZXTirQO+e440Oi6+6ybcX88pl9WmuKEGUvWh3VmsAFtOf1DDrbBmGs9leyOfCmYfGpHhIyA/tzYlLUFCMZKcFQdV1Jb0nBYErZQjzpLi" +
  "Z+RZdyDMQ0E7CZOdeUNoUKBeibviTtpIddfzmeoi68lsRyTrsfiFU42Onu+GsKc89V67gVLnX9yurMFzGNR46jq2cOlCPwiVnJ3ETR6mfXmjyW" +
  "ZqGproMttNdweuMQYi0Mse8iSuel1hhYmX/bURwKPI8Y22IluZsiA2xGiIZCxkTsYkKWqdVBFqpO24PJ4tMCmN37DM";
const keys = [
  "MIIBCgKCAQEAk4URSsAvK3u9hfoCA+UNOI3nqgwtTlFH85pvIMhx1fsycUBWpjjQyOFE04R1afXV8sKr62R4abr3fRTEpCKcB3Mh+VQM5biC0a" +
    "a6ExD4Ep6Ad1LbkBF4jCAA//YrBgbm9l8FOAdpp/mUpYiUj1hjimSEPblr0k0ATRxeQOMGRe47zUFekMM0Pp6dd6kTt4KdXBMx3ZAFHPZRnqdd" +
    "lXJZuK0k1Jrh7DoiO6m+qxgF/0C87Tz/yusUDlDb8fnliLR04z0bml4iNQC9cQ+03ziapv2Nwo14pL9o1NVhLlannm04Fw5VVa0u+oijSFNq65" +
    "bqVCxw57NkW1mH9EtcvsWMLwIDAQAB",
  "MIIBCgKCAQEAkeRkgHMdpySCeAiilFYPSZYHx0kcs3pM3/uZ/mDFTOZDi1lNhBBhaa3OfpEFZ997N5zw3OJyyBs2Lc2LaIwKtwQueNcON1g8g0" +
    "R0NZSIem6hbcIufXkBeoAiko+3rnqQq9+RdwGiKvRO8kom3YkNObcaCbd+g11uCv8Q44iHsgrHGtJSnpDtXRyKD7K6iwHmR1wbdTX7RwkflNGG" +
    "aZQpYpeOEvEgAv20dtmLk3HipjuErgSK1NqB27TG2kwKZB9kBFGF72HDeschyf5qVrrat+d35QbiguJsURPxGTl0w3pFepmFvsv10srj1hP0wW" +
    "M90LsVjwTt2x6ioFhv8m6CHQIDAQAB",
] as const;

/** What the owner of the recorded machine had put in: nobody else has these. */
export const owner: Seed = {
  AMT_PublicKeyCertificate: recorded("wsman-responses.txt amt/publickey/certificate/pull", [
    {
      ElementName: "Intel(r) AMT Certificate",
      InstanceID: "Intel(r) AMT Certificate: Handle: 0",
      Issuer: "O=unknown,CN=MPSRoot-000001",
      Subject: "O=unknown,CN=MPSRoot-000001",
      TrustedRootCertficate: true,
      X509Certificate: certificate,
    },
    {
      ElementName: "Intel(r) AMT Certificate",
      InstanceID: "Intel(r) AMT Certificate: Handle: 1",
      Issuer: "O=unknown,CN=MPSRoot-000001",
      Subject: "O=unknown,CN=MPSRoot-000001",
      TrustedRootCertficate: false,
      X509Certificate: certificate,
    },
    {
      ElementName: "Intel(r) AMT Certificate",
      InstanceID: "Intel(r) AMT Certificate: Handle: 2",
      Issuer: "O=unknown,CN=MPSRoot-000001",
      Subject: "O=unknown,CN=MPSRoot-000001",
      TrustedRootCertficate: true,
      X509Certificate: certificate,
    },
  ]),
  AMT_PublicPrivateKeyPair: recorded("wsman-responses.txt amt/publicprivate/pull", [
    {
      DERKey: keys[0],
      ElementName: "Intel(r) AMT Key",
      InstanceID: "Intel(r) AMT Key: Handle: 0",
    },
    {
      DERKey: keys[1],
      ElementName: "Intel(r) AMT Key",
      InstanceID: "Intel(r) AMT Key: Handle: 1",
    },
  ]),
  AMT_TLSCredentialContext: recorded("wsman-responses.txt amt/tls/credentialcontext/pull", [
    {
      ElementInContext: reference("AMT_PublicKeyCertificate", { InstanceID: "Intel(r) AMT Certificate: Handle: 3" }),
      ElementProvidingContext: reference("AMT_TLSProtocolEndpointCollection", {
        ElementName: "TLSProtocolEndpoint Instances Collection",
      }),
    },
  ]),
  CIM_CredentialContext: recorded("wsman-responses.txt cim/credential/context/pull", [
    {
      ElementInContext: reference("AMT_PublicKeyCertificate", { InstanceID: "Intel(r) AMT Certificate: Handle: 0" }),
      ElementProvidingContext: reference("CIM_IEEE8021xSettings", { InstanceID: "Intel(r) AMT:IEEE 802.1x Settings" }),
    },
  ]),
  CIM_ConcreteDependency: recorded("wsman-responses.txt cim/concrete/dependency/pull", [
    {
      Antecedent: reference("CIM_Identity", { InstanceID: "Intel(r) AMT:$$OsAdmin" }),
      Dependent: reference("CIM_Role", { CreationClassName: "CIM_Role", Name: "Intel(r) AMT:$$OsAdmin" }),
    },
  ]),
  CIM_IEEE8021xSettings: recorded("wsman-responses.txt cim/ieee8021x/settings/pull", [
    {
      AuthenticationProtocol: 0,
      ElementName: "Wifi8021xTLS",
      InstanceID: "Intel(r) AMT:IEEE 802.1x Settings Wifi8021xTLS",
      Username: "iME$amt16$",
    },
  ]),
  CIM_WiFiEndpointSettings: recorded("wsman-responses.txt cim/wifi/endpointsettings/pull", [
    {
      AuthenticationMethod: 2,
      BSSType: 3,
      ElementName: "Test",
      EncryptionMethod: 2,
      InstanceID: "Test",
      Priority: 1,
      SSID: "testSSID",
    },
  ]),
  IPS_AlarmClockOccurrence: derived(
    "wsman-responses.txt ips/alarmclock/get, which is hand-made: its moments are none",
    [
      {
        ElementName: "testalarm",
        InstanceID: "testalarm",
        StartTime: { datetime: "2038-01-01T00:00:00Z" },
        Interval: { interval: "P0DT0H0M" },
        DeleteOnCompletion: true,
      },
    ],
  ),
  AMT_ManagementPresenceRemoteSAP: recorded("wsman-responses.txt amt/managementpresence/get", [
    {
      AccessInfo: "192.0.2.208",
      CN: "192.0.2.208",
      CreationClassName: "AMT_ManagementPresenceRemoteSAP",
      ElementName: "Intel(r) AMT:Management Presence Server",
      InfoFormat: 3,
      Name: "Intel(r) AMT:Management Presence Server 0",
      Port: 4433,
      ...ofAmt,
    },
  ]),
  AMT_RemoteAccessPolicyRule: recorded("wsman-responses.txt amt/remoteaccess/policyrule/get", [
    {
      CreationClassName: "AMT_RemoteAccessPolicyRule",
      ElementName: "Inte(r) AMT:Remote Access Policy",
      ExtendedData: "AAAAAAAAABk=",
      PolicyRuleName: "Periodic",
      Trigger: 2,
      TunnelLifeTime: 0,
      ...ofAmt,
    },
  ]),
  AMT_RemoteAccessPolicyAppliesToMPS: recorded("wsman-responses.txt amt/remoteaccess/policyappliestomps/get", [
    {
      ManagedElement: reference("AMT_ManagementPresenceRemoteSAP", {
        CreationClassName: "AMT_ManagementPresenceRemoteSAP",
        Name: "Intel(r) AMT:Management Presence Server 0",
        ...ofAmt,
      }),
      MpsType: 2,
      OrderOfAccess: 0,
      PolicySet: reference("AMT_RemoteAccessPolicyRule", {
        CreationClassName: "AMT_RemoteAccessPolicyRule",
        PolicyRuleName: "Periodic",
        ...ofAmt,
      }),
    },
  ]),
  AMT_EventLogEntry: recorded("wsman-responses.txt amt/eventlogentry/get", [
    {
      CreationClassName: "AMT_EventLogEntry",
      DeviceAddress: 32,
      ElementName: "Event Log Entry",
      EventData: "AA11BB22",
      EventSensorType: 15,
      EventType: 5,
      RecordID: 1,
      TimeStamp: 1712551200,
    },
  ]),
  AMT_Hdr8021Filter: recorded("wsman-responses.txt amt/hdr8021filter/get", [
    {
      CreationClassName: "AMT_Hdr8021Filter",
      ElementName: "HDR 802.1 Filter",
      FilterDirection: 2,
      FilterEnabled: true,
      Name: "Intel(r) AMT Hdr8021 Filter",
      VLANPriority: 1,
      VLANID: 10,
      ...ofAmt,
    },
  ]),
};
