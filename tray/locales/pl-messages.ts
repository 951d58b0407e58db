import type { Words } from "./en.ts";
import { firmware, power } from "./pl-events.ts";

const again = "Usługa sama ponawia próby. Jeśli to nie minie, wyłącz komputer i odłącz go na minutę od zasilania.";

/** What the service says, in Polish. Names of programs, files and codes stay as they are. */
export const plMessages: Words["messages"] = {
  "headline.unknown": () => "Stan zdalnego zarządzania nie jest znany.",
  "headline.absent": () => "Ten komputer nie ma Intel AMT: nikt nie może w ten sposób zarządzać nim zdalnie.",
  "headline.off": () => "Intel AMT jest wyłączone: nikt nie może w ten sposób zarządzać zdalnie tym komputerem.",
  "headline.unconfigured": () =>
    "Intel AMT jest obecne, ale nieskonfigurowane: nikt nie może w ten sposób widzieć ani obsługiwać tego komputera.",
  "headline.configuring": () =>
    "Trwa konfigurowanie Intel AMT na tym komputerze: potem będzie można nim zarządzać zdalnie.",
  "headline.managed": () => "Tym komputerem można zarządzać zdalnie przez Intel AMT; nikt nie jest połączony.",
  "headline.managed-unsure": () =>
    "Tym komputerem można zarządzać zdalnie przez Intel AMT; nie wiadomo, czy ktoś jest połączony.",
  "headline.session.kvm": () => "Ktoś może w tej chwili widzieć i kontrolować ten ekran przez Intel AMT.",
  "headline.session.consent": () => "Ktoś prosi o możliwość oglądania i kontrolowania tego ekranu przez Intel AMT.",
  "headline.session.storage": () => "Do tego komputera jest w tej chwili podłączony zdalny dysk przez Intel AMT.",
  "headline.session.sol": () => "Ktoś jest w tej chwili połączony z konsolą tekstową tego komputera przez Intel AMT.",
  "machine.virtual": ({ machine }) =>
    `To jest wirtualna ME (${machine}), a nie oprogramowanie układowe tego komputera.`,

  "unknown.no-amt": () => "ta ME nie ma AMT",
  "unknown.no-client": ({ client }) => `ta ME nie ma ${client}`,
  "unknown.unsupported": ({ status }) => `to oprogramowanie układowe nie zna tego pytania (${status})`,
  "unknown.refused": ({ status }) => `oprogramowanie układowe odmówiło (${status})`,
  "unknown.malformed": ({ reason }) => `nie można odczytać odpowiedzi oprogramowania układowego (${reason})`,
  "unknown.busy": ({ holder }) => `używane przez: ${holder}`,
  "unknown.timeout": () => "oprogramowanie układowe nie odpowiedziało na czas",
  "unknown.gone": () => "ME została zresetowana podczas pytania",
  "unknown.needs-version": ({ version }) => `oprogramowanie układowe starsze niż ${version} tego nie podaje`,
  "unknown.not-reported": () => "oprogramowanie układowe tego nie podaje",
  "unknown.no-interface": () => "nie ma takiego interfejsu",
  "unknown.not-set": () => "nie ustawiono",
  "unknown.not-configured": () => "AMT nie jest skonfigurowane",
  "unknown.failed": ({ code }) => `pytanie nie powiodło się (${code})`,
  "unknown.needs-admin": () => "AMT pokazuje to tylko swojemu administratorowi: amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMT odrzuciło logowanie (${code})`,
  "unknown.no-link": ({ code }) => `usługa sieciowa AMT jest stąd nieosiągalna (${code})`,
  "unknown.tls-untrusted": () =>
    "nic nie mówi, który certyfikat należy do AMT: podaj --pin lub --ca albo pozwól zapytać usłudze",

  "end.ended": () => "zakończono",
  "end.none": () => "nie było żadnej",
  "end.absent": () => "to AMT nie ma niczego takiego",
  "end.refused": ({ status }) => `AMT odmówiło (${status})`,
  "end.not-the-users": () => "AMT kończy tylko połączenie, o które poprosił użytkownik tego komputera (NOT_PERMITTED)",

  "condition.me-absent": () => "Na tym komputerze nie znaleziono Intel ME.",
  "condition.me-absent.remedy": () =>
    "Jeśli ten komputer ma chipset Intela, załaduj sterownik (Linux: modprobe mei_me; Windows: zainstaluj sterownik Intel ME).",
  "condition.me-denied": ({ device }) => `Usługa nie ma prawa otworzyć ${device}.`,
  "condition.me-denied.remedy": ({ device }) => `Daj grupie usługi dostęp do ${device} albo uruchom ją jako root.`,
  "condition.me-busy": ({ holder }) => `ME jest używana przez: ${holder}.`,
  "condition.me-busy.remedy": () => "Zatrzymaj ten program lub pozwól mu skończyć; usługa sama ponowi próbę.",
  "condition.me-gone": () => "ME nie odpowiada: została zresetowana lub zmienia stan.",
  "condition.me-gone.remedy": () => "Usługa sama ponawia próby. Jeśli to nie minie, uruchom komputer ponownie.",
  "condition.me-timeout": () => "ME nie odpowiada.",
  "condition.me-timeout.remedy": () => again,
  "condition.me-failed": ({ code }) => `Nie udało się odczytać stanu (${code}).`,
  "condition.me-failed.remedy": () => "Szczegóły poda amt-agent doctor.",
  "condition.asleep": () => "Komputer był uśpiony; stan zdalnego zarządzania jest odczytywany na nowo.",
  "condition.asleep.remedy": () => "Nie trzeba nic robić: to potrwa chwilę.",
  "condition.lms-held": ({ holder }) =>
    `Lokalne porty i alerty AMT są w rękach programu ${holder}; jego porty są używane, jego alerty nie są odbierane.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `Aby zajęła się tym ta usługa, zatrzymaj ${holder}; usługa sama to przejmie.`,
  "condition.lms-ports": ({ ports }) =>
    `AMT jest nieosiągalne na porcie ${ports} tego komputera: port jest zajęty lub nie wolno go otworzyć.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `Sprawdź, kto go zajmuje (Linux: ss -ltnp; Windows: netstat -abn), i zwolnij ${ports}; próba zostanie ponowiona.`,
  "condition.lms-failed": ({ code }) => `Połączenie z lokalnymi portami AMT wciąż się nie udaje (${code}).`,
  "condition.lms-failed.remedy": () => again,
  "condition.history-full": () => "To, co się dzieje, nie jest teraz zapisywane: dysk jest pełny.",
  "condition.history-full.remedy": () =>
    "Zwolnij miejsce na dysku, na którym jest stan usługi; usługa sama wznowi zapis.",
  "condition.history-failed": ({ code }) =>
    `To, co się dzieje, nie jest zapisywane: historia zdarzeń nie nadaje się do użytku (${code}).`,
  "condition.history-failed.remedy": () =>
    "Zajrzyj do folderu events w katalogu stanu usługi i do dziennika usługi (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.presence-failing": ({ agents, code }) =>
    `Nie można powiadomić AMT, że ${agents} działa (${code}); AMT może uznać, że nie działa.`,
  "condition.presence-failing.remedy": () =>
    "O który program chodzi, podaje amt-agent presence status. Watchdog musi istnieć (amt-agent presence add), a presence.user potrzebuje uprawnienia Agent Presence Local.",
  "condition.reset-pending": ({ agents, at }) =>
    `AMT zrestartuje ten komputer o ${at}: nadzorowany program przestał dawać znaki życia (${agents}).`,
  "condition.reset-pending.remedy": () =>
    "Zapisz swoją pracę. Aby to odwołać, przy ekranie tego komputera lub jako administrator: amt-agent presence cancel-reset.",
  "condition.power-planned": ({ what, at }) =>
    `O ${at} na tym komputerze nastąpi to, czego zażądał jego zdalny administrator: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    "Zapisz swoją pracę. Jeśli wolno to odwołać: amt-agent power cancel, przy ekranie tego komputera lub jako administrator.",
  "condition.virtual": ({ machine }) => `Usługa działa na wirtualnej ME (${machine}).`,
  "condition.virtual.remedy": () => "Służy to do pokazów i testów. Aby użyć prawdziwej, uruchom usługę z --mei auto.",
  "condition.posture-unsent": ({ destinations, code }) =>
    `Raporty o stanie tego komputera nie docierają do: ${destinations} (${code}); czekają na tym komputerze.`,
  "condition.posture-unsent.remedy": () =>
    "Próba jest ponawiana automatycznie. amt-agent posture spool mówi, co czeka i dlaczego; więcej mówi journalctl -u amt-agent-send.",
  "condition.posture-no-sender": ({ count }) =>
    `Raporty o stanie tego komputera czekające na wysłanie: ${count}, a nic ich nie wysyła.`,
  "condition.posture-no-sender.remedy": () =>
    "Uruchom program wysyłający: systemctl enable --now amt-agent-send albo amt-agent sender w terminalu.",
  "condition.posture-unkept": ({ code }) =>
    `Nie udało się zachować raportu o stanie tego komputera do wysłania (${code}).`,
  "condition.posture-unkept.remedy": () =>
    "Sprawdź wolne miejsce i uprawnienia folderu, który wskazuje posture.spoolDir; próba jest ponawiana.",
  "condition.posture-advisory": ({ count, advisories, virtual }) =>
    `Biuletyny bezpieczeństwa dotyczące ${firmware(virtual)} (${count}): ${advisories}.`,
  "condition.posture-advisory.remedy": () =>
    "Zainstaluj najnowszy BIOS lub oprogramowanie ME od producenta komputera. Więcej mówi amt-agent posture.",
  "condition.posture-failing": ({ code }) =>
    `Nie można utworzyć lub zachować nowego raportu o stanie tego komputera (${code}).`,
  "condition.posture-failing.remedy": () =>
    "Sprawdź folder posture w katalogu stanu usługi oraz dziennik usługi (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.posture-not-kept": ({ code }) => `Skrótu stanu tego komputera nie można zachować w AMT (${code}).`,
  "condition.posture-not-kept.remedy": () =>
    "Zobacz amt-agent posture stored. AMT musi oferować pamięć web storage, a posture.meUser potrzebuje uprawnienia Storage; w przeciwnym razie ustaw posture.keepInMe na false.",
};
