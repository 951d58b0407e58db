/** What our own program sees of HID devices, both ways, one line each. Run in a guest by keyboard.sh. */
import { hidDevicesOfNodeHid, hidDevicesOfSysfs } from "../../../platform/hid.ts";

console.log(`sysfs ${JSON.stringify(hidDevicesOfSysfs())}`);
void hidDevicesOfNodeHid().then((devices) => console.log(`node-hid ${JSON.stringify(devices)}`));
