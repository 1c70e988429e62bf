// SPDX-License-Identifier: EUPL-1.2
#include "server/demo/signal_texts.hpp"

#include <array>

// All invented, as the banner of the example says; the neighbourhoods are real, the people are not.
namespace peilpunt::demo {
namespace {

constexpr std::array kTexts = std::to_array<SignalText>({
    {"BU04530302", "veiligheid", Perspective::resident, Channel::web, "", 1,
     "Op het fietspad achter de haven doen vier lantaarns het niet. Mijn dochter fietst daar om half "
     "zes naar haar werk en belt me tot ze er voorbij is.",
     "De lampen maken en het struikgewas terugsnoeien.",
     "Ik wil best doorgeven welke het zijn, ik loop er elke avond met de hond."},
    {"BU03960601", "vervoer", Perspective::resident, Channel::kiosk, "Wijkhuis De Duinroos", 2,
     "Na negenen rijdt hier geen bus meer. Als mijn bingo uitloopt moet ik een taxi nemen van 27 euro.",
     "Een klein busje dat nog één keer rijdt om half elf.", ""},
    {"BU03750701", "eenzaamheid", Perspective::volunteer, Channel::web, "", 2,
     "Mevrouw van drie hoog komt niet meer beneden sinds de lift zo vaak stuk is. Ze zegt dat ze het "
     "niet erg vindt, maar ze huilde toen ik wegging.",
     "Iemand die elke week aanbelt, en een lift die het doet.", "Ik kan op dinsdag koffie met haar drinken."},
    {"WK045308", "jeugd", Perspective::youth, Channel::web, "", 3,
     "Bij het winkelcentrum worden we altijd weggestuurd terwijl we alleen maar zitten. Er is nergens "
     "een plek met een dak.",
     "Een afdakje met banken, mag best aan de rand.",
     "Wij willen helpen met schilderen en het ook netjes houden."},
    {"BU03960800", "zorg-en-hulp", Perspective::carer, Channel::web, "", 4,
     "Ik zorg voor mijn man met alzheimer en moet voor alles een andere meneer bellen: het busje, de "
     "dagopvang, de hulp thuis. Ik ben de helft van mijn dag aan het bellen.",
     "Eén iemand die alles weet en die terugbelt.", ""},
    {"BU04530501", "veiligheid", Perspective::resident, Channel::kiosk, "Buurthuis De Vuurtoren", 4,
     "De vrachtwagens komen door onze straat omdat hun kaart dat zegt. De kinderen kunnen niet meer "
     "voor de deur spelen.",
     "Een bord en een paal, dan draaien ze wel om.", "De buurt wil meedenken over waar die paal moet."},
    {"BU03750800", "wonen", Perspective::youth, Channel::web, "", 5,
     "Ik ben 24 en woon nog bij mijn ouders op zolder. Alles in het dorp gaat naar mensen die er twee "
     "weken per jaar zijn.",
     "Een paar kleine huizen waar je alleen voor in aanmerking komt als je hier werkt of geboren bent.", ""},
    {"BU03750600", "geld-en-werk", Perspective::client, Channel::helped, "Jongerencentrum De Meerpaal", 6,
     "Ik kreeg een brief dat ik 600 euro moet terugbetalen. Ik heb hem drie keer gelezen en snap nog "
     "niet waarom.",
     "Een brief in gewone taal, met een nummer van iemand die opneemt.", ""},
    {"BU04530102", "voorzieningen", Perspective::resident, Channel::web, "", 7,
     "De bibliotheek gaat hier op woensdag dicht, net de middag dat de kinderen vrij zijn.", "",
     "Ik kan als vrijwilliger een middag open houden, ik heb vroeger voor de klas gestaan."},
    {"BU03960300", "voorzieningen", Perspective::resident, Channel::kiosk, "Wijkhuis De Duinroos", 8,
     "Bij de speeltuin staat geen bank in de schaduw. Met de kleintjes is het daar in de zomer niet te "
     "harden.",
     "Twee bomen en een bank.", "Wij geven die bomen water, dat doen we nu ook al bij de bloembakken."},
    {"BU04530400", "eenzaamheid", Perspective::resident, Channel::kiosk, "Buurthuis De Vuurtoren", 8,
     "Sinds mijn vrouw er niet meer is, is het weekend lang. Doordeweeks is er van alles, maar zondag "
     "is alles dicht.",
     "Iets op zondagmiddag, al is het maar soep.", "Soep koken kan ik wel. Vissoep."},
    {"BU03750302", "zorg-en-hulp", Perspective::client, Channel::web, "", 9,
     "Ik wacht nu vijf maanden op iemand die met mij praat. Elke keer hoor ik dat ik bijna aan de "
     "beurt ben.",
     "Zeggen hoe lang het echt duurt, en iemand die tussendoor even belt.", ""},
    {"BU03960100", "meedoen", Perspective::resident, Channel::helped, "Wijkhuis De Duinroos", 10,
     "Er was een avond over het plein, maar het plan lag er al. Dan kom ik de volgende keer niet meer.",
     "Eerder vragen, met een leeg vel.", "Ik teken graag mee, ik ben stratenmaker geweest."},
    {"BU04530807", "vervoer", Perspective::youth, Channel::web, "", 11,
     "De bus naar school is om tien voor acht zo vol dat hij ons voorbij rijdt. Dan ben ik te laat en "
     "moet ík me melden.",
     "Een langere bus of eentje extra om kwart voor.", ""},
    {"BU03751003", "wonen", Perspective::resident, Channel::web, "", 12,
     "In onze nieuwe wijk zijn alleen grote huizen. Mijn moeder wil dichterbij wonen maar er is niks "
     "op de begane grond voor één persoon.",
     "Hofjes voor ouderen tussen de gezinnen.", ""},
    {"BU04530105", "geld-en-werk", Perspective::client, Channel::helped, "Buurthuis De Vuurtoren", 13,
     "Ik wil werken maar dan raak ik mijn toeslag kwijt en hou ik minder over. Dat kan toch niet de "
     "bedoeling zijn.",
     "Iemand die het met mij uitrekent voor ik begin.", ""},
    {"BU03960900", "jeugd", Perspective::professional, Channel::web, "", 14,
     "Wij zien op school dat leerlingen zonder ontbijt komen. Het zijn er dit jaar meer dan vorig "
     "jaar. Ouders schamen zich om het te zeggen.",
     "Een kast in de hal waar iedereen iets mag pakken, zonder vragen.",
     "Wij kunnen de kast neerzetten en bijvullen."},
    {"BU03750200", "veiligheid", Perspective::resident, Channel::web, "", 16,
     "De oversteek bij de school is gevaarlijk. Ik ben 81 en ben met mijn rollator al twee keer "
     "teruggestapt.",
     "Een zebra, of een klaar-over om kwart over acht.",
     "Klaar-over wil ik zelf wel zijn, zo lang ik nog kan staan."},
    {"BU04530101", "zorg-en-hulp", Perspective::relative, Channel::web, "", 17,
     "Mijn broer is uit de kliniek gekomen op vrijdagmiddag en de hulp begon pas dinsdag. Die vier "
     "dagen waren het gevaarlijkst van alles.",
     "Dat de hulp er al is als iemand naar buiten komt.", ""},
    {"WK039602", "voorzieningen", Perspective::organisation, Channel::web, "", 18,
     "Onze gymzaal is door de week van negen tot drie leeg. Wij zouden er graag een beweeggroep voor "
     "ouderen doen, maar de sleutel is van de school en de huur van de gemeente.",
     "Eén loket voor sleutel en huur.", "Wij hebben de trainer al."},
    {"BU03750001", "meedoen", Perspective::client, Channel::kiosk, "Jongerencentrum De Meerpaal", 19,
     "Ik vind het fijn dat ik hier mag praten en niet hoef te typen. Bij de balie staan altijd mensen "
     "achter je.",
     "Zo'n kastje ook in de wachtkamer.", ""},
    {"BU04530603", "vervoer", Perspective::carer, Channel::web, "", 20,
     "De taxi voor mijn zoon komt soms een uur te laat. Hij raakt dan zo in de war dat de rest van de "
     "dag verloren is.",
     "Een berichtje als hij later komt, en een vaste chauffeur.", ""},
    {"BU03960302", "eenzaamheid", Perspective::client, Channel::helped, "Wijkhuis De Duinroos", 21,
     "In mijn flat ken ik niemand. Ik hoor ze wel. Iedereen heeft zijn deur dicht.",
     "Een tafel beneden bij de brievenbussen, dan blijf je vanzelf even hangen.", "Ik heb nog een tafel."},
    {"BU04530401", "wonen", Perspective::resident, Channel::web, "", 23,
     "Er zit schimmel in de slaapkamer van mijn kinderen. Er komt steeds iemand kijken en die zegt dat "
     "ik meer moet luchten.",
     "Iemand die meet in plaats van kijkt.", ""},
    {"BU03750303", "geld-en-werk", Perspective::youth, Channel::web, "", 24,
     "Stage vinden lukt alleen als je iemand kent. Ik heb veertig mails gestuurd en drie keer antwoord "
     "gehad.",
     "Een lijst met bedrijven hier in de buurt die echt plek hebben.", ""},
    {"BU03960605", "veiligheid", Perspective::resident, Channel::web, "", 26,
     "Op de parkeerplaats achter de sporthal racen ze tot een uur of twee. Politie bellen helpt een "
     "kwartier.",
     "Drempels. Meer niet.", ""},
    {"BU04530005", "zorg-en-hulp", Perspective::carer, Channel::helped, "Buurthuis De Vuurtoren", 27,
     "Ik ben mantelzorger en zelf 79. Ik wil één nacht in de week doorslapen. Meer vraag ik niet.",
     "Iemand die een nacht blijft.", ""},
    {"BU03750900", "anders", Perspective::resident, Channel::kiosk, "Jongerencentrum De Meerpaal", 28,
     "Er ligt altijd rommel bij de containers. Mensen zetten het ernaast omdat de klep vastzit.",
     "De klep maken.", "Ik geef het wel door als hij weer vast zit."},
    {"BU03960403", "voorzieningen", Perspective::resident, Channel::web, "", 30,
     "Op het pad naar de duinen staan kuilen waar je met een rolstoel niet langs komt. Mijn vrouw wil "
     "zo graag nog een keer naar zee.",
     "Schelpen eroverheen, net als op het andere pad.", ""},
    {"BU04530502", "jeugd", Perspective::volunteer, Channel::web, "", 31,
     "De jongens die op het pleintje hangen zijn niet lastig, ze vervelen zich. Toen wij een doel "
     "neerzetten was het gelijk rustig.",
     "Een doel dat blijft staan, met een net.", "Wij regelen de bal en we houden toezicht tot acht uur."},
    {"BU03960600", "zorg-en-hulp", Perspective::client, Channel::web, "", 33,
     "Ik moest opnieuw bewijzen dat ik maar één been heb. Het is er echt niet aangegroeid.",
     "Eén keer keuren als iets niet meer overgaat.", ""},
    {"BU03750100", "meedoen", Perspective::resident, Channel::web, "", 35,
     "Alles gaat via internet. Mijn buurman heeft geen computer en weet dus van niks. Hij heeft wel "
     "een mening, dat kan ik u zeggen.",
     "Een briefje in de bus, of gewoon aanbellen.", "Ik print het wel voor hem uit."},
    {"WK045305", "veiligheid", Perspective::resident, Channel::helped, "Buurthuis De Vuurtoren", 36,
     "Als het stinkt weten wij niet of het kwaad kan. Je zoekt op internet en je wordt er niet "
     "rustiger van.",
     "Een bord of bericht: dit ruikt u, dit is het, ramen dicht of niet.", ""},
    {"BU03960901", "vervoer", Perspective::client, Channel::kiosk, "Wijkhuis De Duinroos", 38,
     "De lift op het station was drie weken stuk. Met mijn scootmobiel kom ik dan gewoon de stad niet "
     "uit.",
     "Zeggen wanneer hij weer werkt, dan kan ik plannen.", ""},
    {"BU04530106", "geld-en-werk", Perspective::professional, Channel::web, "", 40,
     "Mensen komen bij ons als de rekening al bij de deurwaarder ligt. Drie maanden eerder was het een "
     "telefoontje geweest.",
     "Een seintje als iemand twee keer de huur mist, en dan een kop koffie in plaats van een brief.",
     "Wij kunnen die kop koffie drinken."},
    {"BU03750400", "jeugd", Perspective::youth, Channel::kiosk, "Jongerencentrum De Meerpaal", 42,
     "Na mijn achttiende hield de hulp op. Van de ene op de andere dag. Ik was jarig en ik was alles "
     "kwijt.",
     "Een begeleider die blijft tot je klaar bent, niet tot je jarig bent.", ""},
    {"BU04530406", "eenzaamheid", Perspective::carer, Channel::web, "", 44,
     "Ik ben de hele dag bij mijn vader en spreek verder niemand. Mensen vragen hoe het met hém gaat.",
     "Een avond voor mensen zoals ik, met iemand die zo lang bij hem blijft.", ""},
    {"BU03960603", "wonen", Perspective::resident, Channel::helped, "Wijkhuis De Duinroos", 46,
     "We willen de tuinen bij de flat samen doen, maar niemand weet van wie het gras is. De verhuurder "
     "zegt de gemeente, de gemeente zegt de verhuurder.",
     "Iemand die zegt: begin maar.", "We hebben al zes mensen en een grasmaaier."},
    {"BU03750601", "voorzieningen", Perspective::resident, Channel::web, "", 48,
     "Het buurthuis is nu alleen nog open als er een cursus is. Vroeger kon je binnenlopen.",
     "Twee ochtenden gewoon open, zonder dat er iets moet.", "Ik kan de sleutel beheren."},
    {"BU04530104", "zorg-en-hulp", Perspective::client, Channel::kiosk, "Buurthuis De Vuurtoren", 50,
     "Ik begrijp de dokter niet goed. Ik zeg altijd ja. Thuis weet ik niet wat ik moet doen.",
     "Een plaatje erbij. En iemand die meegaat.", "", "nl-simple"},
    {"BU03960700", "meedoen", Perspective::youth, Channel::web, "", 53,
     "Wij hebben in de klas een plan gemaakt voor het plein en ingestuurd. Nooit meer iets gehoord. "
     "Onze juf ook niet.",
     "Antwoord geven. Nee is ook goed.", ""},
    {"WK045307", "vervoer", Perspective::resident, Channel::web, "", 55,
     "De fietsenstalling bij het station is te klein, ze liggen tot op het zebrapad. Met een "
     "kinderwagen moet je de weg op.",
     "Een rek erbij aan de andere kant.", ""},
    {"BU03750500", "veiligheid", Perspective::resident, Channel::web, "", 57,
     "Op de lange weg tussen de tuinen is geen licht en geen stoep. Als het regent loop je in het "
     "donker in de berm.",
     "Om de honderd meter een lamp is al genoeg.", ""},
    {"BU03960303", "geld-en-werk", Perspective::client, Channel::kiosk, "Wijkhuis De Duinroos", 60,
     "Sporten is te duur voor mijn kinderen. Ik wist niet dat daar een potje voor was. Mijn buurvrouw "
     "wist het ook niet.",
     "Zeg het op school. Daar kom ik elke dag.", "Ik heb het aan de andere moeders verteld.", "nl-simple"},
    {"BU04530404", "eenzaamheid", Perspective::volunteer, Channel::web, "", 63,
     "Bij de eettafel zie je altijd dezelfde twaalf mensen. De mensen voor wie we het doen, komen "
     "niet.",
     "Met twee man langs de deuren, niet met een folder.", "Ik ga mee."},
    {"BU03750701", "wonen", Perspective::resident, Channel::kiosk, "Jongerencentrum De Meerpaal", 66,
     "De lift is weer kapot. Dat is al de zesde keer sinds de zomer. Op acht hoog wonen twee mensen in "
     "een rolstoel.",
     "Een nieuwe lift, deze is op.", ""},
    {"BU04530103", "jeugd", Perspective::relative, Channel::web, "", 70,
     "Mijn kleinzoon van veertien wacht al een half jaar op hulp en gaat intussen niet naar school. "
     "Ieder heeft begrip en niemand heeft plek.",
     "Iets om tot die tijd te doen, een werkplaats of zo. Hij is goed met zijn handen.",
     "Ik heb een schuur vol gereedschap."},
    {"BU03960801", "anders", Perspective::resident, Channel::web, "", 74,
     "Ik wil alleen even zeggen dat de nieuwe rotonde mooi is geworden en dat de mannen die het "
     "gemaakt hebben altijd goedemorgen zeiden.",
     "", ""},
    {"BU04530608", "voorzieningen", Perspective::resident, Channel::web, "", 78,
     "Bij de ingang van de duinen is geen wc. Voor wandelaars met een zwakke blaas is de tocht daarmee "
     "voorbij voor hij begint.",
     "Een wc die open is, desnoods voor vijftig cent.", ""},
    {"BU03750700", "zorg-en-hulp", Perspective::client, Channel::helped, "Jongerencentrum De Meerpaal", 82,
     "Ik kreeg hulp in het huishouden van steeds iemand anders. Elke week opnieuw uitleggen waar de "
     "emmer staat en waarom ik niet mag tillen.",
     "Een vast gezicht.", ""},
    {"BU03960604", "veiligheid", Perspective::youth, Channel::web, "", 86,
     "In het park is het 's avonds zo donker dat ik omfiets. Dat is tien minuten extra, elke training.",
     "Lampen die aangaan als je eraan komt.", ""},
    {"BU04530402", "geld-en-werk", Perspective::resident, Channel::helped, "Buurthuis De Vuurtoren", 90,
     "Ik ben 58 en mijn werk hield op. Op het formulier moest ik kiezen uit drie vakjes en ik pas in "
     "geen van drie.",
     "Iemand die vraagt wat ik kan in plaats van wat ik was.", ""},
    {"BU03750703", "vervoer", Perspective::resident, Channel::web, "", 94,
     "Met wind uit zee is de bushalte geen doen. Er staat wel een paal maar geen hok.", "Een hok.", ""},
    {"BU04530700", "meedoen", Perspective::organisation, Channel::web, "", 99,
     "Onze kerk heeft een warme zaal en een keuken en staat vijf dagen leeg. We hebben het twee keer "
     "aangeboden en weten niet bij wie we moeten zijn.",
     "Een lijst met plekken die over zijn, waar iedereen bij kan.", "De zaal en de koffie."},
    {"BU03960602", "jeugd", Perspective::professional, Channel::helped, "Wijkhuis De Duinroos", 104,
     "Meisjes zien we niet op het veldje. Ze zeggen dat er niks voor ze is, alleen voetbal en dan nog "
     "met publiek.",
     "Schommels voor groten, en iets overdekts.", ""},
    {"BU03750003", "eenzaamheid", Perspective::client, Channel::web, "", 110,
     "Ik ben hier komen wonen voor de rust. Nou, die heb ik. Het is zo stil dat ik de televisie "
     "aanlaat.",
     "Iets om samen te doen wat géén praatgroep is. Klussen, tuin, maakt niet uit.", "Ik was elektricien."},
    {"BU04530505", "anders", Perspective::resident, Channel::kiosk, "Buurthuis De Vuurtoren", 117,
     "As ik bel krijg ik een bandje. As ik kom mot ik een afspraak. Voor die afspraak mot ik bellen.",
     "Eén morgen in de week gewoon binnenlope.", ""},
    {"BU03961001", "wonen", Perspective::resident, Channel::web, "", 123,
     "In onze straat staan drie huizen leeg en mijn zus zoekt al zeven jaar. Ik snap dat het niet zo "
     "simpel is, maar leg het dan een keer uit.",
     "Uitleg. En dan iets eraan doen.", ""},
    {"BU04530403", "zorg-en-hulp", Perspective::volunteer, Channel::web, "", 130,
     "Bij de voedselbank zien we mensen die wel recht hebben op hulp maar bang zijn voor de brieven. "
     "Ze maken ze niet open.",
     "Iemand die naast ze gaat zitten en de stapel doorneemt.", "Wij hebben een kamertje en een waterkoker."},
    {"BU03750702", "voorzieningen", Perspective::client, Channel::kiosk, "Jongerencentrum De Meerpaal", 137,
     "De wc in het buurthuis is te smal voor mijn rolstoel. Ik drink dus niks als ik kom.",
     "De deur andersom laten draaien scheelt al.", ""},
    {"BU04530804", "vervoer", Perspective::resident, Channel::web, "", 145,
     "De belbus moet je een dag van tevoren bestellen. Maar hoofdpijn heb ik vandaag, en de dokter "
     "heeft vandaag plek.",
     "Bellen en binnen twee uur rijden.", ""},
    {"BU03960301", "geld-en-werk", Perspective::carer, Channel::web, "", 154,
     "Ik ben minder gaan werken voor de zorg voor mijn dochter. Daardoor krijgen we nu te weinig voor "
     "het ene potje en te veel voor het andere.",
     "Iemand die alle potjes tegelijk bekijkt.", ""},
    {"BU03750202", "veiligheid", Perspective::unsaid, Channel::kiosk, "Jongerencentrum De Meerpaal", 162,
     "Ik durf er met mijn naam niets over te zeggen. In de straat wonen mensen die anderen bang maken. "
     "Iedereen weet het.",
     "Dat er iemand langskomt die niet in uniform is.", ""},
    {"BU04530602", "meedoen", Perspective::resident, Channel::helped, "Buurthuis De Vuurtoren", 170,
     "Wij hebben zelf de stoep geveegd en de boomspiegels beplant. Het ziet er goed uit en we kennen "
     "elkaar nu. Het enige wat we misten was een kruiwagen.",
     "Gereedschap dat je kan lenen.", "Dat doen we volgend jaar weer."},
    {"BU04530606", "jeugd", Perspective::youth, Channel::web, "", 176,
     "Ik wil meepraten maar de avond is om half acht op donderdag en dan train ik. Vraag het gewoon in "
     "een appje.",
     "Een vraag per week op mijn telefoon.", ""},
});

}  // namespace

std::span<const SignalText> signal_texts() { return kTexts; }

}  // namespace peilpunt::demo
