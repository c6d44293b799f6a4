"""What people write about, and how Larkmoor answers.

A text holds {a|b|c} to choose from and names in <angles> to fill in. Turns are (who, text): "c" the customer,
"a" the agent, "n" a note. `ends` is where the conversation stands when its last turn is written.
"""

from __future__ import annotations

from dataclasses import dataclass

KETTLES = ("Ember kettle 1.7 L", "Ember kettle 1.2 L")
GRINDERS = ("Tarn grinder", "Tarn hand grinder")


@dataclass(frozen=True)
class Story:
    inbox: str
    driver: str
    subject: str
    turns: tuple[tuple[str, str], ...]
    ends: tuple[str, ...] = ("solved", "closed")
    language: str = "en"
    tags: tuple[str, ...] = ()
    weight: int = 1
    picture: bool = False
    products: tuple[str, ...] = (*KETTLES, *GRINDERS, "Fell scale", "Beck pour-over jug")


def _story(inbox: str, driver: str, subject: str, *turns: str, **more: object) -> Story:
    pairs = tuple((turn[0], turn[2:].strip()) for turn in turns)
    return Story(inbox=inbox, driver=driver, subject=subject, turns=pairs, **more)  # type: ignore[arg-type]  # the fields of Story


STORIES = [
    _story(
        "Help", "Broken or damaged", "{Cracked lid|The lid is cracked|Lid broken on arrival}: <product>",
        "c {Hello|Hi|Good morning},\n\nthe <product> {came yesterday|arrived on Tuesday|was delivered this morning} and "
        "{the lid is cracked right across|there is a crack along the lid|the lid came in two pieces}. "
        "{It was to be a present for my mother, her birthday is on Sunday.|I have not even used it once.|"
        "The box itself looks fine.} Could you send a new lid?\n\n{Best wishes|Thank you|Kind regards}\n<first>",
        "n Third one from batch 0426 this week. Warehouse is checking the rest.",
        "a Dear <first>,\n\na cracked lid on the first day: I'm sorry, that is ours to put right. A new lid leaves with "
        "today's 16:00 collection and should be with you {the day after tomorrow|on Thursday}. Keep the broken one or "
        "recycle it, no need to send it back.",
        "c {Lovely, thank you!|Thanks, that is quick.|Great, thanks for the fast answer.}",
        tags=("damaged", "batch 0426"), weight=5, picture=True,
        products=KETTLES,
    ),
    _story(
        "Help", "Broken or damaged", "<product> {stopped heating|does not switch on any more|switches off by itself}",
        "c {Hi|Hello} there,\n\nmy <product> {stopped working after about two months|switches off before the water boils|"
        "does nothing when I press the button}. {I tried another socket.|Same in another room.|The light comes on, "
        "though.} The order was <order>. What can I do?\n\n<first>",
        "a Hello <first>,\n\nthank you for trying the other socket, that saves us a step. Could you tell me the four "
        "digits under the base? They say which switch is inside, and then I know whether a new base will do.",
        ends=("pending", "pending", "closed"), tags=("fault",), weight=4,
        products=KETTLES,
    ),
    _story(
        "Help", "How to use", "How {do I descale|often should I descale} the <product>?",
        "c {Hello|Hi},\n\nthere is {a white film|chalk} in my <product>. {Can I use vinegar?|Is citric acid all right?|The "
        "booklet does not say what to use.} {We have very hard water here.|}\n\n{Regards|Best}\n<first>",
        "a Hi <first>,\n\nyes: two tablespoons of citric acid in half a litre of water, bring it to the boil, leave it for "
        "20 minutes and rinse twice. With hard water once a month is right. Vinegar works too, only the smell "
        "stays longer.",
        "c Worked at once. {Thanks!|Thank you, <agent>.}",
        tags=("care",), weight=4,
        products=KETTLES,
    ),
    _story(
        "Help", "Spare part", "{New burrs|A replacement burr|Burr set} for the <product>",
        "c Hello,\n\n{after three years the grind has become uneven|my grinder grinds more slowly than it used to}. Can I "
        "buy new burrs for the <product>, and can I change them myself?\n\n<first> <family>",
        "a Dear <first>,\n\nyes and yes. The set is 24.00 and takes ten minutes with a Phillips screwdriver; I have put the "
        "drawing with the three screws into this mail. Shall I add a set to your account <order>?",
        "c Please do. Same address as always.",
        "a Done: it leaves tomorrow. You will find the number of the parcel in your mail tonight.",
        weight=3,
        products=GRINDERS,
    ),
    _story(
        "Help", "Warranty", "{Warranty question|Is this still under warranty?}",
        "c {Good afternoon|Hello},\n\nI bought a <product> in {May last year|the autumn of 2024} and {the handle has come "
        "loose|the hinge squeaks and no longer closes}. Is that still covered? I have the receipt "
        "(order <order>).\n\nKind regards\n<first> <family>",
        "n @Cleo handle screws again? We had four of those in spring.",
        "a Dear <first>,\n\nit is: three years, and a handle has to hold. I'd like to send you a new one with the longer "
        "screw. Is the address on <order> still right?",
        ends=("pending", "solved"), tags=("warranty",), weight=3, picture=True,
        products=(*KETTLES, *GRINDERS),
    ),
    _story(
        "Orders", "Where is it", "{Where is my order|Where is} <order>?",
        "c {Hi|Hello},\n\nI ordered {a|one} <product> {nine days ago|on the 3rd|two weeks ago} and the tracking has said "
        "\u201chanded over to the carrier\u201d {for five days|since Monday}. {It is a birthday present.|I am getting "
        "nervous.|Could you have a look?}\n\n<first>",
        "a Hello <first>,\n\nI have called the carrier: the parcel lay in the Wakefield depot with a torn label. It is on the "
        "van now and comes tomorrow before 13:00. If it does not, write to me and I send a second one the same day.",
        "c {It came!|It is here, thanks.|Arrived ten minutes ago. Thank you for calling them.}",
        tags=("carrier",), weight=7,
    ),
    _story(
        "Orders", "Where is it", "Parcel <order> marked as delivered, nothing here",
        "c Hello,\n\nthe carrier says my parcel was delivered {yesterday at 11:40|on Friday}. {I was at home all day.|My "
        "neighbours have nothing either.|There is no card in the letter box.} Where is it?\n\n<first> <family>",
        ends=("open",), weight=3, tags=("carrier",),
    ),
    _story(
        "Orders", "Change or cancel", "{Change of address|Please change the address} for <order>",
        "c Hi,\n\nI have just ordered and {the old address was still in the form|noticed that the house number is missing}. "
        "Could you change it to 14 {Mill Lane|Harbour Street|Orchard Rise} before it leaves?\n\nThanks, <first>",
        "a Hi <first>,\n\ncaught it in time. Order <order> now goes to the address you wrote. Nothing else to do.",
        weight=3,
    ),
    _story(
        "Orders", "Change or cancel", "Cancel order <order>",
        "c {Please cancel|I would like to cancel} my order <order>, {I ordered twice by mistake|we found one in a cupboard "
        "(really)}.\n\n<first>",
        "a Dear <first>,\n\ncancelled. The money goes back to your card today; banks take two to four working days to "
        "show it.",
        weight=3, tags=("refund",),
    ),
    _story(
        "Orders", "Wrong item", "Wrong {colour|size|item} in <order>",
        "c Hello,\n\nI ordered the <product> in {green|sand} and got {black|white}. {The invoice says green.|Everything "
        "else is fine.} How do we do this?\n\n{Best|Greetings}\n<first>",
        "n Shelf B4 was restocked with mixed colours, checking with Lou.",
        "a Dear <first>,\n\nour shelf was mixed up, I'm sorry. The right one leaves today. The driver who brings it takes "
        "the other one back, you need no label.",
        ends=("solved", "closed", "on_hold"), weight=3, picture=True,
    ),
    _story(
        "Orders", "Invoice", "Invoice {with our VAT number|for <order>}",
        "c Good morning,\n\nwe need the invoice for <order> with our {VAT number GB 412 9983 07|company name on it}. "
        "{Could you send it as a PDF?|}\n\n<first> <family>",
        "a Good morning <first>,\n\nhere it is, with the number on it. I have kept it with your account, so the next ones "
        "will carry it by themselves.",
        weight=2,
    ),
    _story(
        "Orders", "Refund", "Refund for the returned <product>",
        "c Hello,\n\nI sent the <product> back {two weeks ago|on the 28th} (return slip <order>) and {have not seen the money "
        "yet|my bank shows nothing}. Could you check?\n\n<first>",
        "a Dear <first>,\n\nthe parcel came in on Tuesday and was lying unopened on our side, which it should not have. I "
        "refunded 48.00 a minute ago. I will look at your account on Friday and write to you whether it has arrived.",
        ends=("on_hold", "solved", "closed"), tags=("refund",), weight=4,
    ),
    _story(
        "Orders", "Payment failed", "Payment {does not go through|fails every time}",
        "c Hi, I am trying to {buy|order} a <product> and after the card page I get \u201cpayment could not be completed\u201d. "
        "{Two different cards.|My bank says nothing arrives there.}\n\n<first>",
        "a Hi <first>,\n\nthank you for telling us, you are the second today. Our card page had a fault between 9 and 11; "
        "it works again. Your basket is still there. If it fails once more, tell me and I will send you a link by hand.",
        "c Yes, {works now|went through this time}.",
        tags=("shop fault",), weight=2,
    ),
    _story(
        "Help", "Complaint", "{Third time I write|Nobody answers|Very disappointed}",
        "c This is the third time I write about my <product>. {First you sent the wrong lid, then none at all.|Two people "
        "promised to call me and nobody did.} {I am honestly a bit lost.|I expected more from you.}\n\n<first> <family>",
        "n Both earlier mails went to an old address of ours. Taking this one myself.",
        "a Dear <first>,\n\nthree letters and no lid: you are right to be cross. Your first two mails went to an address we "
        "closed in spring and that nobody read. I have the right lid in my hand, it leaves today by courier, and I "
        "will write to you tomorrow at noon to hear whether it fits.",
        ends=("open", "pending", "solved"), tags=("complaint",), weight=3,
        products=KETTLES,
    ),
    _story(
        "Help", "Praise", "{Thank you!|A kind word|Compliments}",
        "c {Just wanted to say|I do not write such mails often, but}: the <product> {is the best thing in our kitchen|looks "
        "as new after five years}, and {Cleo was so kind on the phone|your answer last week came within the hour}. "
        "{Keep it up.|Thank you.}\n\n<first>",
        "a Dear <first>,\n\nthat went up on the wall next to the coffee machine. Thank you for taking the time.",
        weight=2, tags=("praise",),
    ),
    _story(
        "Help", "How to use", "Which {filter|lid|paper} fits the <product>?",
        "c Hi, which {filter|lid} do I need for the <product> {from 2019|with the wooden handle}? The shop shows two and I "
        "cannot see the difference.\n\n<first>",
        "a Hi <first>,\n\nthe round one, article 3. The other is for the models since 2022: they have a flat edge at "
        "the spout.",
        weight=3,
        products=KETTLES,
    ),
    _story(
        "Help", "Spare part", "Seal for the <product>",
        "c Hello, the rubber seal of my <product> {is worn|has gone hard}. Do you sell it on its own?\n\n<first>",
        ends=("open",), weight=3,
        products=KETTLES,
    ),
    _story(
        "Help", "How to use", "{Beeping|Strange noise} from my <product>",
        "c Hi,\n\nsince {yesterday|the weekend} the <product> beeps three times when I put it on its base, then it works as "
        "always. {Is that dangerous?|Should I worry?}\n\n<first>",
        ends=("open",), weight=3,
        products=KETTLES,
    ),
    _story(
        "Wholesale", "Quote", "{Quote for|Offer for} {six|twelve|forty} <product>s",
        "c Dear Larkmoor,\n\nwe {open a third café in July|refit our kitchens this summer} and would like a quote for {six|"
        "twelve|forty} <product>s, delivered {to Leeds|to three addresses}. {Which terms do you offer?|When could "
        "you deliver?}\n\n<name>\n<company>",
        "a Dear <first>,\n\nthank you for thinking of us. For that number I can offer 18 % off the list and delivery within "
        "ten working days; the paper with the details is attached. It stands until the end of the month.",
        ends=("pending", "pending", "solved", "closed"), tags=("quote",), weight=4,
        products=(*KETTLES, *GRINDERS),
    ),
    _story(
        "Wholesale", "Terms", "Payment terms",
        "c Hello,\n\nour accountant asks whether we can pay {at 30 days|by monthly invoice}. We ordered four times this year, "
        "always on time.\n\n<name>\n<company>",
        "n Four orders, never late. Fine from my side, asking Ada for the limit.",
        ends=("on_hold", "solved"), weight=2,
    ),
    _story(
        "Wholesale", "Quote", "Grinders for {a cookery school|our roastery}",
        "c Good morning,\n\nwe {run a cookery school|roast our own} and look for {eight|ten} grinders that survive beginners. "
        "What would you take?\n\n<name>, <company>",
        ends=("open",), weight=2,
    ),
    _story(
        "Hilfe", "Broken or damaged", "{Griff lose|Griff hat sich gelöst}: <product>",
        "c Guten Tag,\n\nbei meinem <product> {hat sich der Griff gelöst|wackelt der Griff}. {Gekauft im März.|Ich habe ihn "
        "keine fünf Mal benutzt.} Lässt sich das reparieren?\n\nMit freundlichen Grüßen\n<name>",
        "a Guten Tag <name>,\n\ndas lässt sich beheben: Ich schicke Ihnen heute einen Griff mit der längeren Schraube. Das "
        "Tauschen dauert zwei Minuten, eine Zeichnung liegt bei.",
        "c Vielen Dank, das ging schnell.",
        language="de", tags=("griff",), weight=4, picture=True,
        products=(*KETTLES, *GRINDERS),
    ),
    _story(
        "Hilfe", "Where is it", "{Wo bleibt meine Bestellung|Lieferung verspätet}: <order>",
        "c Hallo,\n\nmeine Bestellung <order> sollte {am Montag|vor einer Woche} kommen. Die Sendungsverfolgung steht still. "
        "{Können Sie nachsehen?|Es ist ein Geschenk.}\n\nViele Grüße\n<first> <family>",
        "a Hallo <first> <family>,\n\ndas Paket liegt beim Zoll in Köln, es fehlte ein Papier. Ich habe es eben geschickt. Bis "
        "Freitag 12 Uhr schreibe ich Ihnen, ob es weitergegangen ist.",
        ends=("on_hold", "open", "solved"), language="de", tags=("zoll",), weight=4,
    ),
    _story(
        "Hilfe", "How to use", "Entkalken",
        "c Guten Tag, womit entkalke ich den <product> am besten? {Essig riecht so.|Wir haben hartes Wasser.}\n\n<name>",
        "a Guten Tag <name>,\n\nmit Zitronensäure: zwei Esslöffel auf einen halben Liter, aufkochen, zwanzig Minuten stehen "
        "lassen, zweimal ausspülen.",
        language="de", weight=3,
        products=KETTLES,
    ),
    _story(
        "Hilfe", "Warranty", "Garantie",
        "c Sehr geehrte Damen und Herren,\n\nder Schalter an meinem <product> rastet nicht mehr ein. Der Kauf war im "
        "{Oktober 2024|Januar 2025}. Fällt das unter die Garantie?\n\n<name>",
        ends=("open",), language="de", weight=3,
        products=KETTLES,
    ),
    _story(
        "Orders", "Where is it", "{¿Dónde está mi pedido|Pedido} <order>?",
        "c Hola:\n\nhice el pedido <order> {hace dos semanas|el día 3} y todavía no ha llegado. {¿Saben algo?|El seguimiento no "
        "cambia desde el lunes.}\n\nUn saludo,\n<name>",
        "a Hola, <first>:\n\nestá en el almacén de Zaragoza y sale mañana en reparto. Si el jueves no lo tiene, "
        "escríbame y le mando otro el mismo día.",
        "c {Ya llegó, gracias.|Perfecto, muchas gracias.}",
        language="es", weight=3, tags=("carrier",),
    ),
    _story(
        "Orders", "Refund", "Devolución",
        "c Buenos días, quisiera devolver el <product> (pedido <order>): {me llegaron dos|es más grande de lo que "
        "pensaba}. ¿Cómo lo hago?\n\n<name>",
        ends=("open", "pending"), language="es", weight=2,
    ),
    _story(
        "Help", "Spare part", "Joint pour le <product>",
        "c Bonjour,\n\nle joint de mon <product> est usé. Est-ce que vous en vendez à part{ ? Et pour la Belgique ?| ?}\n\n"
        "Bien à vous,\n<name>",
        "a Bonjour <first>,\n\noui, pour 3,50 €, port compris. Je vous en envoie un aujourd'hui ; la facture suit.",
        language="fr", weight=3,
        products=KETTLES,
    ),
    _story(
        "Help", "Refund", "إرجاع المطحنة",
        "c مرحبا،\n\nوصلتني المطحنة أمس وأودّ إرجاعها لأنها أكبر مما توقعت. رقم الطلب <order>.\n\nشكرا\n<name>",
        ends=("open",), language="ar", weight=1,
        products=GRINDERS,
    ),
    _story(
        "Help", "How to use", "<product>の電圧について",
        "c こんにちは。\n\n<product>は日本の100Vでも使えますか。\n\n<name>",
        ends=("open", "pending"), language="ja", weight=1,
        products=KETTLES,
    ),
    _story(
        "Help", "Praise", "{Cheap watches|You have won|SEO offer for your shop}",
        "c {Dear sir, buy best replica watch only today!!!|We can bring your website to page one of every search engine.|"
        "Congratulations, your address was drawn. Send your bank details to claim.}",
        ends=("spam",), weight=2,
    ),
    _story(
        "Orders", "Invoice", "Test",
        "c test", ends=("trash",), weight=1,
    ),
]  # fmt: skip
