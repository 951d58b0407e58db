/** Sessions that can be ended from this PC. Apart from the schemas, which a command need not load. */
export const EndableKinds = ["kvm", "sol", "usbr", "consent", "cira"] as const;
