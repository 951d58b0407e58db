import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "Sanal bir ME’nin donanım yazılımını" : "Bu bilgisayarın donanım yazılımını";

/** What happened, in Turkish. */
export const trEvents: Words["messages"] = {
  "event.started": () => "Hizmet başlatıldı.",
  "event.stopped": () => "Hizmet durduruldu.",
  "event.standing": ({ from, to }) => `AMT durumu değişti: önce “${standing(from)}”, şimdi “${standing(to)}”.`,
  "event.control-mode": ({ from, to }) => `AMT denetim modu değişti: önce ${from}, şimdi ${to}.`,
  "event.firmware": ({ from, to }) => `AMT ürün yazılımının sürümü değişti: önce ${from}, şimdi ${to}.`,
  "event.while-away": ({ from, to, since }) =>
    `Hizmet çalışmıyorken AMT durumu değişti: önce “${standing(from)}” (${since}), şimdi “${standing(to)}”.`,
  "event.slept": ({ since, until }) =>
    `${since} ile ${until} arasında bilgisayar uykudaydı veya uykuya geçmek üzereydi; durum yeniden okundu.`,
  "event.while-asleep": ({ from, to, since }) =>
    `Bilgisayar uykudayken AMT durumu değişti: önce “${standing(from)}” (${since}), şimdi “${standing(to)}”.`,
  "event.session.opened": ({ kind }) => `Bir uzak oturum başladı (${kind}).`,
  "event.session.closed": ({ kind }) => `Bir uzak oturum sona erdi (${kind}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `Bu bilgisayarda bir uzak oturum aygıtı var (${kind}: ${evidence}), AMT ise böyle bir oturum olmadığını söylüyor.`,
  "event.condition.raised": ({ condition }) => `Yeni dikkat edilecek konu: ${condition}.`,
  "event.condition.cleared": ({ condition }) => `Artık dikkat gerektirmiyor: ${condition}.`,
  "event.clock-set-back": ({ from, to }) =>
    `Bu bilgisayarın saati geri alındı: önce ${from} veya sonrası, şimdi ${to}.`,

  "event.history.repaired": ({ bytes }) =>
    `Hizmet zorla kapatıldığında yazılmakta olan bir olay kayboldu (kalan bayt sayısı: ${bytes}).`,
  "event.history.broken": ({ why }) =>
    `Olay geçmişi, hizmet çalışmıyorken dışarıdan değiştirildi (${why}). Bakınız: amt-agent events verify.`,
  "event.history.rotated": ({ first, last }) =>
    `Geçmişte yer açmak için ${first} ile ${last} arasındaki olaylar kaldırıldı.`,
  "event.history.lost": ({ count }) => `Önceki ${count} olay geçmişte yok: gerçekleştiklerinde yazılamadılar.`,

  "event.amt.enabled": () => "AMT etkinleştirildi.",
  "event.amt.disable-attempt": () => "Biri AMT’yi kapatmayı denedi.",
  "event.setup.pre": () => "AMT kurulmamış.",
  "event.setup.in": () => "AMT kuruluyor.",
  "event.setup.post": () => "AMT kuruldu: bu bilgisayar uzaktan yönetilebilir.",
  "event.setup.removing": () => "AMT kurulumu kaldırılıyor.",
  "event.setup.removing-by": ({ who }) => `AMT kurulumu kaldırılıyor; kaldıran: ${who}.`,
  "event.setup.mode-changed": () => "AMT denetim modu değiştirildi.",
  "event.firmware.update-partial": () => "ME ürün yazılımının bir güncellemesi tamamlanmadı.",
  "event.firmware.update-failed": () => "ME ürün yazılımının bir güncellemesi başarısız oldu.",
  "event.firmware.reset": () => "ME ürün yazılımı sıfırlandı.",
  "event.firmware.wear": () => "ME flash belleğine o kadar sık yazıldı ki AMT yazmayı sınırlıyor.",

  "event.kvm.requested": () => "Biri bu ekranı görmek ve denetlemek istiyor.",
  "event.kvm.data": () => "Ekran oturumunun (KVM) veri kanalından bir ileti geldi.",
  "event.kvm.disabled": () => "Bu ekrandaki oturumlar (KVM) AMT’de kapatıldı.",
  "event.kvm.enabled": () => "Bu ekrandaki oturumlar (KVM) AMT’de açıldı.",
  "event.consent.requested": () => "AMT bu bilgisayarın kullanıcısından onay istiyor: ekranda altı rakam var.",
  "event.consent.granted": () => "Kullanıcı onay verdi: ekrandaki rakamlar tekrarlandı.",
  "event.consent.ended": () => "Kullanıcının onayı sona erdi.",
  "event.consent.policy": () =>
    "AMT’nin kullanıcıdan ne zaman onay istemesi gerektiğini belirleyen kural değiştirildi.",
  "event.sprite": () => "AMT’nin kendi iletilerini ekrana çizme biçimi değiştirilecek.",

  "event.network.changed": () => "AMT’nin ağ durumu değişti.",
  "event.network.link-denied": () =>
    "Bu bilgisayardaki bir program AMT’nin ağ bağlantısını kapatmayı denedi; AMT reddetti.",
  "event.network.link-disabled": () => "Bu bilgisayardaki bir program AMT’nin ağ bağlantısını kapatmayı denedi.",
  "event.defense.tx-stopped": () =>
    "AMT’nin System Defense işlevi, bu bilgisayarın gönderdiklerini tümüyle veya kısmen durdurdu.",
  "event.defense.tx-limited": () => "AMT’nin System Defense işlevi, bu bilgisayarın gönderdiklerini yavaşlattı.",
  "event.defense.rx-stopped": () =>
    "AMT’nin System Defense işlevi, bu bilgisayarın aldıklarını tümüyle veya kısmen durdurdu.",
  "event.defense.rx-limited": () => "AMT’nin System Defense işlevi, bu bilgisayarın aldıklarını yavaşlattı.",
  "event.defense.active": () => "AMT’nin System Defense işlevi, bu bilgisayarın ağ trafiğine müdahale ediyor.",
  "event.defense.inactive": () => "AMT’nin System Defense işlevi, bu bilgisayarın ağ trafiğine müdahale etmiyor.",
  "event.defense.changed": () => "AMT’nin System Defense işlevinin durumu değişti.",
  "event.eac.changed": () => "AMT’nin ağ erişim denetimi için verdiği bilgiler değişti.",
  "event.eac.enabled": () => "AMT’nin ağ erişim denetimi (EAC) açıldı.",
  "event.eac.disabled": () => "AMT’nin ağ erişim denetimi (EAC) kapatıldı.",
  "event.wlan.profile": () => "AMT’nin yönetilmeye uygun bir kablosuz ağ profili yok.",
  "event.wlan.security": () => "AMT’nin kablosuz bağlantısı, yönetim için yeterince güvenli değil.",
  "event.wlan.by-me": () => "Kablosuz bağlantıda öncelik ME’de: sistemin bağlantısı kesilebilir.",
  "event.wlan.by-host": () => "Kablosuz bağlantıda öncelik yeniden işletim sisteminde.",
  "event.wlan.sync-changed": () => "AMT’nin bu bilgisayarın kablosuz ağ profillerini alıp almayacağı değiştirildi.",
  "event.wlan.sync-disabled": () => "AMT artık bu bilgisayarın kablosuz ağ profillerini almıyor.",
  "event.wlan.sync-enabled": () => "AMT bu bilgisayarın kablosuz ağ profillerini alıyor.",
  "event.wlan.control-host": () => "Kablosuz bağlantıyı işletim sistemi denetliyor.",
  "event.wlan.control-me": () => "Kablosuz bağlantıyı ME denetliyor.",
  "event.wlan.protection": ({ level }) => `ME’nin kablosuz bağlantı koruması: ${level}.`,
  "event.tunnel.opened": () =>
    "AMT dışarıdaki bir sunucuya bağlandı (CIRA): bu bilgisayar onun üzerinden yönetilebilir.",
  "event.tunnel.closed": () => "AMT’nin dışarıdaki bir sunucuya bağlantısı (CIRA) sona erdi.",
  "event.tunnel.requested": () => "Bu bilgisayarda biri yardım istedi: AMT dışarıdaki bir sunucuya bağlanacak.",
  "event.help.pressed": ({ result }) => `Bu bilgisayarda yardım istendi: ${result}.`,
  "event.ip-sync.disabled": () => "AMT artık bu bilgisayarın ağ adresini paylaşmıyor.",
  "event.ip-sync.enabled": () => "AMT bu bilgisayarın ağ adresini paylaşıyor.",
  "event.proxy-sync.disabled": () => "AMT artık bu bilgisayarın vekil sunucu ayarlarını almıyor.",
  "event.proxy-sync.enabled": () => "AMT bu bilgisayarın vekil sunucu ayarlarını alıyor.",
  "event.refresh-ip": ({ interface: which }) => `AMT bu bilgisayardan ağ adresini yenilemesini istiyor (${which}).`,

  "event.power.requested": ({ what }) => `Uzak yönetici bu bilgisayardan şunu istedi: ${power(what)}.`,
  "event.power.watchdog": () => "Bir gözetim zamanlayıcısının süresi dolduğu için AMT bu bilgisayarı yeniden başlattı.",
  "event.power.planned": ({ what, seconds }) =>
    `Uzak yöneticisi istediği için bu bilgisayarda ${seconds} saniye sonra şu yapılacak: ${power(what)}.`,
  "event.power.called-off": ({ what }) =>
    `Bu bilgisayardaki biri, uzak yöneticinin isteğini iptal etti: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `Uzak yönetici bu bilgisayardan şunu istedi, ancak yapılamadı: ${power(what)} (${code}).`,
  "event.time-sync.disabled": () => "AMT artık saatini bu bilgisayardan almıyor.",
  "event.time-sync.enabled": () => "AMT saatini bu bilgisayardan alıyor.",
  "event.audit-log.filling": ({ percent }) => `AMT’nin denetim günlüğünün doluluk oranı: %${percent}.`,

  "event.agent.not-started": ({ agent }) => `AMT, gözettiği bir programın başlamadığını söylüyor (${agent}).`,
  "event.agent.stopped": ({ agent }) => `AMT, gözettiği bir programın durduğunu söylüyor (${agent}).`,
  "event.agent.running": ({ agent }) => `AMT, gözettiği bir programın çalıştığını söylüyor (${agent}).`,
  "event.agent.expired": ({ agent }) => `AMT, gözettiği bir programdan artık ses çıkmadığını söylüyor (${agent}).`,
  "event.agent.suspended": ({ agent }) => `AMT bir programı şimdilik gözetmiyor (${agent}).`,

  "event.reset.pending": ({ agent, seconds }) =>
    `AMT bu bilgisayarı sormadan ${seconds} saniye sonra yeniden başlatacak: gözettiği bir programdan artık ses çıkmıyor (${agent}).`,
  "event.reset.called-off": () => "AMT’nin yapmak üzere olduğu yeniden başlatma iptal edildi.",

  "event.settings.root-added": ({ name, hash }) =>
    `AMT, bu bilgisayarı devralma konusunda artık bir sertifika sağlayıcısına daha güveniyor: ${name} (karma ${hash}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `AMT, bu bilgisayarı devralma konusunda artık şu sertifika sağlayıcısına güvenmiyor: ${name} (karma ${hash}).`,
  "event.settings.server-added": ({ server }) =>
    `AMT’ye, bu bilgisayarın üzerinden yönetilebileceği dış bir sunucu tanımlandı (CIRA): ${server}.`,
  "event.settings.server-removed": ({ server }) => `AMT artık şu dış sunucuyu tanımıyor (CIRA): ${server}.`,
  "event.settings.tls-off": ({ where }) =>
    `AMT’nin şifrelemesi (TLS) kapatıldı (${place(where)}): oraya gönderilenler yolda okunabilir.`,
  "event.settings.tls-on": ({ where }) => `AMT’nin şifrelemesi (TLS) açıldı (${place(where)}).`,
  "event.settings.user-added": ({ user }) => `AMT’nin bir kullanıcısı daha var: ${user}.`,
  "event.settings.user-changed": ({ user }) => `Bir AMT kullanıcısının yetkileri değiştirildi: ${user}.`,
  "event.settings.user-removed": ({ user }) => `Bir AMT kullanıcısı artık yok: ${user}.`,
  "event.settings.feature-on": ({ feature }) => `AMT’de açıldı: ${feature}.`,
  "event.settings.feature-off": ({ feature }) => `AMT’de kapatıldı: ${feature}.`,

  "event.alert.unknown": ({ alert }) => `AMT, bu programın tanımadığı bir uyarı gönderdi (${alert}).`,
  "event.alert.more": ({ count, of }) =>
    `AMT bunun gibi ${count} uyarı daha gönderdi, tek tek söylenemeyecek kadar çok: ${of}`,
  "event.alert.unreadable": ({ reason }) => `AMT, okunamayan bir uyarı gönderdi (${reason}).`,
  "event.posture.failed": ({ check, title }) =>
    `Bu bilgisayarın durumuyla ilgili, önceden geçen bir denetim artık başarısız: ${title} (${check}).`,
  "event.posture.weakened": ({ check, title }) => `AMT’nin bir ayarı zayıfladı: ${title} (${check}).`,
  "event.posture.passed": ({ check, title }) =>
    `Bu bilgisayarın durumuyla ilgili, önceden başarısız olan bir denetim artık geçiyor: ${title} (${check}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `Yer açmak için, şu hedeflere ulaşmadan silinen durum raporu sayısı: ${count} (${destinations}).`,
  "event.posture.refused": ({ destination, count, code }) =>
    `Durum raporları reddedildi: ${destination} (${count}; ${code}). Yeniden gönderilmeyecek.`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `${firmware(virtual)} etkileyen güvenlik bildirileri (${count}): ${advisories}.`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `${firmware(virtual)} artık etkilemeyen güvenlik bildirileri (${count}): ${advisories}.`,
};

const standings: Readonly<Record<string, string>> = {
  unknown: "bilinmiyor",
  absent: "yok",
  off: "kapalı",
  unconfigured: "kurulmamış",
  managed: "kurulu",
  session: "oturum var",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "kapatma",
  restart: "yeniden başlatma",
  sleep: "uyku",
  hibernate: "hazırda bekletme",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "ağda",
  "this PC's own ports": "bu bilgisayarın bağlantı noktalarında",
};
const place = (where: string): string => places[where] ?? where;
