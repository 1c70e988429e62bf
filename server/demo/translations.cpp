// SPDX-License-Identifier: EUPL-1.2
#include "server/demo/translations.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace peilpunt::demo {
namespace {

constexpr std::array kTranslations{
    Translation{"How do young people want to have their say? (2017)",
                "Gençler nasıl söz sahibi olmak istiyor? (2017)", "Jak młodzi chcą zabierać głos? (2017)",
                "Як молодь хоче висловлювати свою думку? (2017)",
                "كيف يريد الشباب أن يشاركوا برأيهم؟ (2017)"},
    Translation{"In the autumn of 2017 Beverwijk, Heemskerk and Velsen asked young people how they want to "
                "have their say. "
                "This is an example: the answers are made up. The outcome follows the figures that were "
                "published then.",
                "2017 sonbaharında Beverwijk, Heemskerk ve Velsen gençlere nasıl söz sahibi olmak "
                "istediklerini sordu. Bu bir "
                "örnektir: cevaplar uydurulmuştur. Sonuç, o zaman yayımlanan sayılara uyar.",
                "Jesienią 2017 roku Beverwijk, Heemskerk i Velsen zapytały młodych, jak chcą zabierać głos. "
                "To jest przykład: "
                "odpowiedzi zmyślono. Wynik odpowiada liczbom ogłoszonym wtedy.",
                "Восени 2017 року Beverwijk, Heemskerk і Velsen запитали молодь, як вона хоче висловлювати "
                "свою думку. Це "
                "приклад: відповіді вигадані. Результат відповідає цифрам, оприлюдненим тоді.",
                "في خريف 2017 سألت Beverwijk و Heemskerk و Velsen الشباب كيف يريدون أن يشاركوا برأيهم. هذا "
                "مثال: الأجوبة خيالية. "
                "تتبع النتيجة الأرقام التي نشرت حينها."},
    Translation{"The municipalities made a plan of it to let young people have their say more often.",
                "Belediyeler, gençlerin daha sık söz sahibi olması için bir plan yaptı.",
                "Gminy zrobiły z tego plan, aby młodzi częściej zabierali głos.",
                "Муніципалітети склали план, щоб молодь частіше висловлювала свою думку.",
                "وضعت البلديات خطة ليشارك الشباب برأيهم أكثر."},
    Translation{"How do you want to have your say?", "Sen nasıl söz sahibi olmak istersin?",
                "Jak chcesz zabierać głos?", "Як ти хочеш висловлювати свою думку?",
                "كيف تريد أن تشارك برأيك؟"},
    Translation{
        "Are you 13 to 21 and do you live in Beverwijk, Heemskerk or Velsen? Tell how you want to have "
        "your say. It takes a few minutes and nobody knows what you answer.",
        "13 ile 21 yaş arasında mısın ve Beverwijk, Heemskerk veya Velsen’de mi oturuyorsun? Nasıl söz "
        "sahibi olmak istediğini anlat. Birkaç dakika sürer ve kimse ne yazdığını bilmez.",
        "Masz od 13 do 21 lat i mieszkasz w Beverwijk, Heemskerk lub Velsen? Powiedz, jak chcesz zabierać "
        "głos. To trwa kilka minut i nikt nie wie, co odpowiadasz.",
        "Тобі від 13 до 21 року і ти живеш у Beverwijk, Heemskerk або Velsen? Розкажи, як ти хочеш "
        "висловлювати свою думку. Це триває кілька хвилин, і ніхто не знає, що ти відповідаєш.",
        "هل عمرك من 13 إلى 21 سنة وتسكن في Beverwijk أو Heemskerk أو Velsen؟ قل لنا كيف تريد أن تشارك "
        "برأيك. يحتاج ذلك بضع دقائق، ولا أحد يعرف جوابك."},
    Translation{"The three municipalities want to know how young people want to have their say.",
                "Üç belediye, gençlerin nasıl söz sahibi olmak istediğini bilmek istiyor.",
                "Trzy gminy chcą wiedzieć, jak młodzi chcą zabierać głos.",
                "Три муніципалітети хочуть знати, як молодь хоче висловлювати свою думку.",
                "تريد البلديات الثلاث أن تعرف كيف يريد الشباب أن يشاركوا برأيهم."},
    Translation{
        "The council's young members make a plan of it with the municipalities. You hear what gets "
        "in, and what does not and why.",
        "Meclisin genç üyeleri belediyelerle birlikte bundan bir plan yapar. Plana neyin girdiğini, neyin "
        "neden girmediğini öğrenirsin.",
        "Młodzi z rady robią z tego plan razem z gminami. Dowiesz się, co w nim będzie, a czego nie i "
        "dlaczego.",
        "Молодь із ради разом із муніципалітетами складає з цього план. Ти дізнаєшся, що до нього "
        "ввійде, а що ні й чому.",
        "يضع شباب المجلس مع البلديات خطة من ذلك. ستعرف ما يدخل فيها، وما لا يدخل ولماذا."},
    Translation{"May we ask you about your neighbourhood again?",
                "Mahallen hakkında sana yine soru sorabilir miyiz?",
                "Czy możemy znów zapytać cię o twoją okolicę?", "Чи можна ще запитувати тебе про твій район?",
                "هل يمكن أن نسألك عن حيّك مرة أخرى؟"},
    Translation{"Something else", "Başka bir şey", "Coś innego", "Щось інше", "شيء آخر"},

    // v1
    Translation{"Should young people have a say in what the municipality does?",
                "Gençlerin belediyenin yaptıklarında söz sahibi olması sence önemli mi?",
                "Czy to ważne, żeby młodzi mogli rozmawiać z gminą o jej planach?",
                "Чи важливо, щоб молодь могла обговорювати плани з муніципалітетом?",
                "هل من المهم أن يشارك الشباب برأيهم في ما تفعله البلدية؟"},
    Translation{"For example about a playing field, the bus or money for young people.",
                "Örneğin yeni bir oyun alanı, otobüs veya gençler için para hakkında.",
                "Na przykład o nowym boisku, autobusie lub pieniądzach dla młodzieży.",
                "Наприклад, про новий майданчик, автобус або гроші для молоді.",
                "مثلًا عن ملعب جديد، أو الحافلة، أو مال للشباب."},

    // v2
    Translation{"Which subjects matter to you?", "Hangi konular senin için önemli?",
                "Które tematy są dla ciebie ważne?", "Які теми для тебе важливі?",
                "ما هي المواضيع المهمة لك؟"},
    Translation{"Choose as many as you like.", "İstediğin kadar seç.",
                "Możesz wybrać dowolną liczbę odpowiedzi.", "Вибери скільки хочеш.", "اختر بقدر ما تريد."},
    Translation{"Places outside: cycle paths, hangouts and playing fields",
                "Dışarıdaki yerler: bisiklet yolları, buluşma yerleri ve oyun alanları",
                "Miejsca na dworze: ścieżki rowerowe, miejsca spotkań i boiska",
                "Місця надворі: велодоріжки, місця для зустрічей і майданчики",
                "أماكن في الخارج: طرق الدراجات وأماكن اللقاء والملاعب"},
    Translation{"Work and money", "İş ve para", "Praca i pieniądze", "Робота та гроші", "العمل والمال"},
    Translation{"Safe streets", "Güvenli sokaklar", "Bezpieczne ulice", "Безпечні вулиці",
                "الأمان في الشارع"},
    Translation{"Care, help and feeling well", "Bakım, yardım ve kendini iyi hissetmek",
                "Opieka, pomoc i dobre samopoczucie", "Догляд, допомога і добре самопочуття",
                "الرعاية والمساعدة والراحة النفسية"},
    Translation{"A place of your own to live", "Oturacak kendi yerin", "Własne miejsce do życia",
                "Власне місце для життя", "مكان خاص للسكن"},

    // v3
    Translation{"How would you like to have your say?", "En çok nasıl söz sahibi olmak istersin?",
                "Jak najchętniej chcesz zabierać głos?", "Як тобі найкраще висловлювати думку?",
                "ما أفضل طريقة لك لتشارك برأيك؟"},
    Translation{"With an app on my phone", "Telefonumdaki bir uygulamayla", "Aplikacją w telefonie",
                "Через застосунок у телефоні", "بتطبيق على هاتفي"},
    Translation{"With online surveys like this one", "Bunun gibi internet anketleriyle",
                "Ankietami w internecie, takimi jak ta", "Через опитування в інтернеті, як оце",
                "بأسئلة على الإنترنت مثل هذه"},
    Translation{"In a youth council", "Bir gençlik meclisinde", "W młodzieżowej radzie", "У молодіжній раді",
                "في مجلس للشباب"},
    Translation{"In a talk at school", "Okulda bir konuşmada", "W rozmowie w szkole", "У розмові в школі",
                "في حديث في المدرسة"},
    Translation{"Just outside, when somebody drops by", "Dışarıda, biri uğradığında",
                "Po prostu na dworze, gdy ktoś przyjdzie", "Просто надворі, коли хтось підійде",
                "في الخارج، عندما يمر شخص ما"},

    // v4, v5
    Translation{"How well does the municipality listen to young people now?",
                "Belediye şu anda gençleri ne kadar iyi dinliyor?", "Jak dobrze gmina słucha teraz młodych?",
                "Наскільки добре муніципалітет зараз слухає молодь?",
                "هل تستمع البلدية الآن جيدًا إلى الشباب؟"},
    Translation{"Have you ever had a say about something in your neighbourhood?",
                "Mahallendeki bir konuda hiç söz sahibi oldun mu?",
                "Czy w twojej okolicy pytano cię już kiedyś o zdanie?",
                "Чи питали вже колись твою думку про щось у твоєму районі?",
                "هل شاركت من قبل برأيك عن شيء في حيّك؟"},

    // v6
    Translation{"What happened with what you said?", "Söylediklerinle ne yapıldı?",
                "Co zrobiono z twoim zdaniem?", "Що зробили з твоїми словами?", "ماذا حدث بما قلت؟"},
    Translation{"Something was done with it", "Bir şey yapıldı", "Coś z tym zrobiono", "Щось із цим зробили",
                "فعلوا شيئًا به"},
    Translation{"It was not possible, and I was told why", "Olmadı, nedenini de öğrendim",
                "To nie było możliwe i wiem dlaczego", "Це було неможливо, і мені пояснили чому",
                "لم يكن ممكنًا، وأخبروني بالسبب"},
    Translation{"I never heard about it again", "Bir daha hiç haber almadım", "Nic już o tym nie wiem",
                "Більше нічого про це не чути", "لم أسمع شيئًا بعد ذلك"},

    // v7
    Translation{"What does your neighbourhood need most?", "Mahallenin en çok neye ihtiyacı var?",
                "Czego najbardziej potrzebuje twoja okolica?", "Що найпотрібніше твоєму району?",
                "ما الذي يحتاجه حيّك أكثر؟"},
    Translation{"Put first what you would do first.", "İlk yapacağın şeyi en üste koy.",
                "Na początku postaw to, od czego trzeba zacząć.", "Постав першим те, з чого треба почати.",
                "ضع أولًا ما تفعله أولًا."},
    Translation{"A dry place to meet", "Buluşmak için kuru bir yer", "Suche miejsce do spotkań",
                "Сухе місце для зустрічей", "مكان جاف للقاء"},
    Translation{"A playing field or skate park", "Oyun alanı veya kaykay pisti", "Boisko lub skatepark",
                "Майданчик або скейтпарк", "ملعب أو ساحة تزلج"},
    Translation{"Better light on cycle paths", "Bisiklet yollarında daha iyi ışık",
                "Lepsze światło na ścieżkach rowerowych", "Краще світло на велодоріжках",
                "ضوء أفضل على طرق الدراجات"},
    Translation{"A bus that runs in the evening", "Akşam da çalışan bir otobüs",
                "Autobus, który jeździ wieczorem", "Автобус, який їздить увечері", "حافلة تسير في المساء"},
    Translation{"More green and benches", "Daha çok yeşil alan ve bank", "Więcej zieleni i ławek",
                "Більше зелені та лавок", "أشجار ومقاعد أكثر"},

    // v8
    Translation{"How much time do you have for it?", "Bunun için ne kadar zamanın var?",
                "Ile masz na to czasu?", "Скільки часу ти маєш на це?", "كم من الوقت عندك لذلك؟"},
    Translation{"Five minutes now and then", "Ara sıra beş dakika", "Czasem pięć minut",
                "Час від часу п’ять хвилин", "خمس دقائق أحيانًا"},
    Translation{"An hour a month", "Ayda bir saat", "Godzina w miesiącu", "Година на місяць",
                "ساعة في الشهر"},
    Translation{"More than that", "Daha fazla", "Więcej", "Більше", "أكثر من ذلك"},
    Translation{"None, really", "Aslında yok", "Właściwie wcale", "Власне, зовсім ні", "لا وقت عندي"},

    // v9, v10
    Translation{"How would you like to hear what was done with it?", "Ne yapıldığını nasıl duymak istersin?",
                "Jak chcesz się dowiedzieć, co z tym zrobiono?", "Як ти хочеш дізнатися, що з цим зробили?",
                "كيف تريد أن تسمع ماذا حدث بعد ذلك؟"},
    Translation{"A message on my phone", "Telefonuma bir mesaj", "Wiadomość na mój telefon",
                "Повідомлення на мій телефон", "رسالة على هاتفي"},
    Translation{"A short video", "Kısa bir video", "Krótki film", "Коротке відео", "فيديو قصير"},
    Translation{"Somebody tells it at school", "Biri okulda anlatsın", "Ktoś opowie o tym w szkole",
                "Хтось розповість у школі", "يخبرنا شخص في المدرسة"},
    Translation{"A poster or screen in the neighbourhood", "Mahallede bir afiş veya ekran",
                "Plakat lub ekran w okolicy", "Плакат або екран у районі", "ملصق أو شاشة في الحي"},
    Translation{"No need", "Gerek yok", "Nie trzeba", "Не треба", "لا حاجة إلى ذلك"},
    Translation{"What should the municipality do first for young people?",
                "Belediye gençler için önce ne yapmalı?", "Co gmina powinna najpierw zrobić dla młodych?",
                "Що муніципалітет має спочатку зробити для молоді?", "ماذا يجب أن تفعل البلدية أولًا للشباب؟"},
    Translation{"Please leave out names and numbers.", "Ad ve numara yazma.", "Nie pisz nazwisk ani numerów.",
                "Не пиши імен і номерів.", "لا تكتب أسماء أو أرقامًا."},
};

}  // namespace

const Translation& translation_of(std::string_view english) {
    const auto found = std::find_if(kTranslations.begin(), kTranslations.end(),
                                    [english](const Translation& one) { return one.en == english; });
    if (found == kTranslations.end())
        throw std::logic_error("the example has no translation of: " + std::string(english));
    return *found;
}

}  // namespace peilpunt::demo
