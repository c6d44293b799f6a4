"""English promises."""

from __future__ import annotations

import re

from .grammar import Language, Rule
from .times_en import TIMES

_ADV = (
    r"(?:\s+(?:also|then|personally|certainly|definitely|of\s+course|now|just|gladly|immediately|absolutely|surely|still|"
    r"both|happily|probably|quickly|go\s+ahead\s+and|be\s+sure\s+to|make\s+sure\s+to)){0,3}"
)
_WILL = (
    r"(?:'ll|\s+will|\s+shall|\s*'?(?:m|re)\s+(?:going\s+to|gonna)|\s+(?:am|are)\s+(?:going\s+to|about\s+to)|"
    r"\s+gonna)"
)
_DO = (  # what is done for a customer
    r"(?:add|answer|assist|attend|cancel|compensate|connect|handle|install|join|visit|stop\s+by|swing\s+by|approve|arrange|ask|book|bring|call|cancel|change|chase|check|circle|clarify|collect|come|confirm|contact|"
    r"activate|amend|attach|correct|cover|credit|deliver|dig|do\s+(?:so|it|that|this)|draft|enable|fetch|finish|fit|flag|grab|hand|honou?r|hop\s+on|loop|nudge|offer|patch|pop|print|roll\s+back|run|set|shoot|sign|submit|switch|throw\s+in|track|unlock|upload|work\s+on|arrive|discuss|dispatch|drop|email|e-mail|escalate|exchange|expedite|extend|file|find|fix|follow|"
    r"forward|get|give|go\s+out|have|inform|investigate|issue|keep|let|look|mail|make|message|move|notify|order|organi[sz]e|"
    r"pass|pay|phone|pick|ping|post|prepare|process|provide|pull|push|put|raise|reach|refund|reimburse|remove|repair|replace|"
    r"reply|report|resend|reset|resolve|respond|restore|return|reverse|review|ring|schedule|send|share|ship|sort|speak|swap|"
    r"take|talk|tell|text|transfer|try|update|upgrade|verify|waive|write)"
)
_STATIVE = (  # "will" that commits to nothing, or to nothing that could be owed
    r"(?:not|never|no\s+longer|need|require|have\s+to(?!\s+(?:check|ask(?!\s+you)|look|talk|speak|investigate))|want|miss|love|enjoy|like|see(?!\s+(?:what|if|whether|to\s+it|that))|admit|assume|"
    r"say|guess|a?wait|look\s+forward|leave\s+(?:it|that|this)\s+(?:up\s+)?to|leave\s+you|show|close|always|continue|remain|stay|"
    r"know|understand|appreciate|recommend|suggest|agree|stop|wish|hope|use|do\s+what|welcome|explain|start\s+by|begin\s+by|"
    r"decline|charge|only|bill|deduct|retain|spare|mark|presume|start\s+with|take\s+(?:(?:that|this|it)\s+as|longer)|let\s+you\s+(?:go|get|decide|enjoy)|give\s+you\s+that|have\s+no|wait|hear|walk\s+you\s+through\s+the|keep\s+(?:your|the)\s+\w+\s+on\s+file|ask\s+you|ask\s+for\s+your|call\s+it\s+a|bet|take\s+this\s+(?:very\s+)?seriously|"
    r"be(?!\s+(?:in\s+(?:touch|contact)|back|with\s+you|there|over|able\s+to\s+(?:send|give|tell)|"
    r"(?:call|send|contact|refund|ship|follow|reach|email|replac|updat|writ|check|credit|process|gett)\w*ing))\b)\b"
)
_ING = (
    r"(?:answer|arrang|ask|book|bring|call|chas|check|com|contact|credit|deliver|dispatch|email|escalat|fix|forward|gett(?=ing\s+(?:you|back|this|that|it|them|some))|"
    r"investigat|issu|look|mail|order|pass|phon|process|refund|replac|reply|resend|review|ring|send|shipp|sort|speak|"
    r"talk|tak|writ)ing"
)
_PEOPLE = (
    r"(?:team|department|colleagues?|manager|supervisor|specialists?|technicians?|engineers?|agents?|drivers?|couriers?|"
    r"experts?|representatives?|advis[eo]rs?|accountants?|boss|partners?|office|workshop|warehouse|someone|somebody)"
)
_OURS = (
    rf"(?:(?:my|our|the|a|an)\s+(?:[\w-]+\s+){{0,3}}?{_PEOPLE}|one\s+of\s+(?:our|my|the)\s+(?:[\w-]+\s+){{0,2}}?{_PEOPLE}|"
    rf"(?:someone|somebody|{_PEOPLE})\s+(?:from|in|on|of)\s+(?:our|the|my)\s+(?:[\w-]+\s+){{0,2}}?\w+|someone|somebody)"
    r"(?:,?\s+(?-i:[A-Z])\w+)?(?:\s+(?:from|in|at)\s+(?:[\w-]+\s+){0,2}?\w+)?"
)
_MANY = (  # a capital that is no name: rules for everyone, days, words that begin a sentence
    r"(?:(?!(?:chris|james|thomas|lucas|jonas|agnes|iris|charles|nicholas)\b)\w+s|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"mail|amazon|apple|google|microsoft|paypal|klarna|fedex|hermes|customs|ebay|visa|mastercard|bank|"
    r"who|that|it|there|nobody|everyone|everybody|you|which|what|when|and|but|or|then|today|tomorrow|maybe|perhaps|she|he|they|we)"
)
_NEWS = (
    r"(?:(?:a|an|the|your|our|my|another|some|full|final|detailed|written|new|brief)\s+){0,3}(?:[\w-]+\s+){0,2}?(?:reply|answer|response|"
    r"refund|call|e-?mail|confirmation|update|replacement|report|news|decision|quote|letter|tracking|label|voucher|credit|message|"
    r"notification|invoice|receipt|money|key|parcel|package|order|part|copy|offer|"
    r"card|device|unit|item|product|statement|contract|documents?|details|information|feedback|results?)"
)
_FULFILLED = (
    r"(?:arrive|follow|post\s+to|reach\s+you|go\s+out|go\s+live|leave\s+(?:our|the)|ship|land|show\s+up\s+(?:on|in)|hit\s+your|appear\s+(?:on|in)|"
    r"be\s+(?:\w+ly\s+|re-?)?(?:with\s+you|delivered|shipped|dispatched|refunded|processed|replaced|sent|mailed|ready|credited|fixed|"
    r"resolved|done|completed|paid|posted|reviewed|answered|handled|investigated|cancelled|canceled|escalated|updated|looked\s+(?:at|into)|installed|returned|repaired|available|there|here|live|restored|issued|corrected|reversed|back|transferred|out))"
)


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


ENGLISH = Language(
    hint=_re(
        r"\b(?:will|shall|going|gonna|let|lemme|allow|look|watch|promise|guarantee|commit|expect|should|undertake|intend|track|aim|hope|plan|try|word|until|count|owe|ships|arrives|leaves|goes|i'?m|we'?re|are|is|am)\b|'ll\b|\bill\b|ing\b"
    ),
    rules=(
        Rule(
            _re(
                rf"\b(?:leave\s+(?:it|this)\s+with\s+(?:me|us)|give\s+(?:me|us)\s+until\b.{{1,40}}?),?\s+(?:and\s+)?(?:i|we){_WILL}\s+\w+"
            )
        ),
        Rule(
            _re(
                rf"\b(?:i|we){_WILL}{_ADV}\s+(?:try|do\s+(?:my|our)\s+(?:very\s+)?best|do\s+everything|attempt)\b"
            ),
            strength="aim",
        ),
        Rule(
            _re(rf"\b(?:i|we){_WILL}(?:\s+\w+ly)?\s+(?:make\s+sure|ensure|see\s+(?:to\s+it\s+)?that)\b"),
            announces=True,
        ),
        Rule(_re(rf"\b(?:i|we){_WILL}{_ADV}\s+(?!{_STATIVE}\b|(?-i:[A-Z][a-z]))[a-z]+")),
        Rule(_re(rf"\b(?:ill|i\s+ll|i\s+wil)\s+{_DO}\b")),
        Rule(
            _re(
                r"\b(?:i|we)(?:'d|\s+do)?\s+(?:\w+ly\s+)?(?:promise|guarantee|commit|pledge|undertake)\b(?!\s+(?:that\s+)?(?:not|nothing|anything))"
            ),
            announces=True,
        ),
        Rule(_re(r"\byou\s+have\s+(?:my|our)\s+word\b"), announces=True),
        Rule(
            _re(
                r"\b(?:i|we)(?:'m|'re|\s+am|\s+are)?\s+(?:on\s+track|aim|aiming|hope|hoping|plan|planning|intend|expect|try|trying)\s+to\s+(?!see\b|hear\b|meet\b|welcome\b)\w+"
            ),
            strength="aim",
            timed=True,
        ),
        Rule(
            _re(r"\b(?:i|we)\s+should\s+(?:be\s+able\s+to|have|get|know|hear)\b"), strength="aim", timed=True
        ),
        Rule(
            _re(
                r"\b(?:let\s+(?:me|us)|lemme|allow\s+me\s+to)\s+(?:quickly\s+|just\s+)?(?:check|look|find\s+out|ask|see\s+(?:what|if|whether)|talk|speak|investigate|verify|chase|follow\s+up|get\s+(?:this|that|back))"
            ),
            strength="aim",
        ),
        Rule(
            _re(rf"\b(?:i|we)(?:'m|'re|\s+am|\s+are){_ADV}\s+{_ING}\b(?!\s+(?:hard|for\s+your|you\s+to))"),
            timed=True,
        ),
        Rule(
            _re(
                rf"\b{_OURS}(?:\s+will|'ll|\s+is\s+going\s+to|\s+are\s+going\s+to|\s+shall){_ADV}\s+(?:be\s+(?:in\s+touch|with\s+you|there|back|calling|contacting)|{_DO})\b"
            )
        ),
        Rule(
            _re(
                rf"\b(?!{_MANY}\b)(?-i:[A-Z][a-z]+)(?:\s+(?:from|in|at)\s+(?:[\w-]+\s+){{0,2}}?\w+)?(?:\s+will|'ll|\s+is\s+going\s+to){_ADV}\s+(?:be\s+(?:in\s+touch|with\s+you|there)|{_DO})\b"
            ),
            timed=True,
        ),
        Rule(_re(rf"\b{_OURS}\s+(?:is|are)\s+{_ING}\b"), timed=True),
        Rule(_re(rf"\b(?:he|she|they)(?:'ll|\s+will){_ADV}\s+{_DO}\b"), timed=True),
        Rule(
            _re(
                r"\byou(?:'ll|\s+will|\s+should|\s+can\s+expect\s+to|\s+are\s+going\s+to)\s+(?:\w+ly\s+)?(?:hear|be\s+hearing)\s+(?:back\s+)?from\s+(?:me|us|our|my|the|a|one|someone)\b"
            ),
            "outcome",
        ),
        Rule(
            _re(
                rf"\byou(?:'ll|\s+will|\s+should|\s+shall)\s+(?:\w+ly\s+|also\s+)?(?:receive|get|have|see)\s+(?:{_NEWS}|it|them|everything)\b"
            ),
            "outcome",
            timed=True,
        ),
        Rule(
            _re(
                r"\byou(?:'ll|\s+will)\s+be\s+(?:\w+ly\s+)?(?:contacted|refunded|credited|notified|updated|informed|called|reimbursed)\b"
            ),
            "outcome",
        ),
        Rule(_re(rf"\byou\s+can\s+expect\s+{_NEWS}"), "outcome"),
        Rule(
            _re(
                rf"(?:^|[.,;]\s*|\band\s+)(?:please\s+)?(?:expect|(?:look|watch)\s+(?:out\s+)?for)\s+{_NEWS}(?:\s+\w+){{0,2}}?\s+from\s+(?:me|us|our|my)\b"
            ),
            "outcome",
        ),
        Rule(
            _re(
                rf"\b(?:your|the|an?|it|that|this|both|these|they|more|further)(?:\s+[\w£$€.,'-]+){{0,5}}?(?:\s+will|'ll|\s+should|\s+is\s+going\s+to|\s+are\s+going\s+to)\s+(?:then\s+|now\s+|also\s+)?{_FULFILLED}\b"
            ),
            "outcome",
            timed=True,
        ),
        Rule(_re(r"\b(?:i|we)\s+owe\s+you\b"), timed=True),
        Rule(_re(r"\byou\s+can\s+count\s+on\s+(?:me|us)\s+to\s+\w+")),
        Rule(
            _re(
                r"\b(?:your|the)\s+(?:[\w-]+\s+){1,3}?(?:ships|arrives|leaves|goes\s+out|is\s+(?:arriving|shipping|leaving|going\s+out))\b"
            ),
            "outcome",
            timed=True,
        ),
        Rule(
            _re(
                rf"(?:^(?:(?:ok|okay|sure|yes|yep|great|alright),?\s+)?|\b(?:and|but)\s+|[,;:]\s*)(?:then\s+)?(?:will|gonna|going\s+to|shall){_ADV}\s+(?!{_STATIVE}){_DO}\b"
            ),
            "elided",
        ),
        Rule(_re(r"(?:^|[,;]\s*)back\s+to\s+(?:you|u)\b"), "elided", timed=True),
        Rule(
            _re(
                r"\byou(?:'ll|\s+will)\s+have\s+(?!to\b|until\b|time\b)(?:[\w-]+\s+){1,4}?(?=(?:by|before|within|tomorrow|today|tonight)\b)"
            ),
            "outcome",
            timed=True,
        ),
        Rule(
            _re(
                r"(?<=\band\s)(?:then\s+)?(?:(?:get|come|report|write|circle)\s+back|let\s+you\s+know|follow\s+up|(?:call|ring|phone|text|"
                r"email|e-mail|message|update|send|tell|refund|inform|write\s+to|reply\s+to|get\s+back\s+to|give)\s+(?:you|u)|"
                r"(?:call|ring|check\s+in|be\s+in\s+touch)\b)(?!\s+us\b)"
            ),
            "joined",
        ),
    ),
    refused=_re(
        r"\b(?:will|shall|'ll|going\s+to)\s+(?:\w+\s+)?(?:not|never|no\s+longer)\b|\b(?:normally|usually|typically|generally|"
        r"as\s+a\s+rule|in\s+general|always)\b|\bnobody\b|\bno\s+one\b|\b(?:get|be)\s+(?:used|asked|charged)\b|\bnot\s+going\s+to\b|"
        r"\b(?:it|that|this)\s+(?:looks|seems|sounds|appears)\b|\b(?:apparently|supposedly|tracking\s+(?:page\s+)?(?:says|shows))\b|"
        r"\bshould\s+(?:have\s+(?:\w+ed|told|sent|written|known|been|done|given|let|got|made|seen|said)\b|get\s+together)|\bto\s+sender\b|"
        r"\b(?:offer|sale|promotion|trial|event|recording|feature|meeting|subscription|contract|plan|warranty)\s+(?:will|'ll|should)\b|\bsays?\s+the\b|"
        r"\byou(?:'ll|\s+will|\s+should)\s+(?:receive|get|see)\b.{0,40}(?<!voucher\s)(?<!discount\s)\bcode\b|\b(?:ask|asks)\s+you\s+for\b|"
        r"\bautomatic(?:ally)?\b|\b(?:three|two|\d)\s+times\b|\bscam\w*|\bby\s+mistake\b|\bsaying\b|\bpromise\s+(?:the|only)\b|"
        r"\bbe\s+happy\s+to\b|\bwe\s+will\s+see\b|\bopen\s+again\b|\bfor\s+(?:training|quality)\s+purposes\b"
    ),
    embedded=_re(
        r"\b(?:whether|who|why|how|what|where|which)\s+(?:exactly\s+)?$|"
        r"\b(?:said|told|wrote|mentioned|thought|promised|heard|told\s+you|understood|assumed|claims?|says?|(?<!rest\s)(?<!be\s)assured|shows?|states?|reads?|knew|believed|"
        r"predicts?|announced|explained)\s+(?:\w+\s+){0,3}?(?:that\s+)?$|\b(?:said|says?|wrote|writes|reads?|told\s+\w+|answered|replied|states?)\s*:\s*[\"'“„«]?$|"
        r"\bunderstanding\s+is\s+(?:that\s+)?$|\b(?:looks|seems|appears|sounds)\s+(?:like|as\s+if|that)\s+$|\bplease\s+(?:note\s+$|(?:confirm|check|tell)\b.{0,40}$)|"
        r"(?:^|\bplease\s+)(?:tell|remind)\s+(?:your|the|him|her|them)\b.{0,40}$|\bapparently,?\s*$|\b(?:and|hence)\s+hopefully\s+never\b|"
        r"\b(?:can't|cannot|can\s+not|don't|won't|unable\s+to)\s+(?:promise|say|guarantee|think|know|expect|confirm)\b.{0,40}$|"
        r"\bnot\s+sure\b.{0,30}$|\b(?:policy|terms)\b.{0,40}$|\bthen\s+(?:click|press|select)\b.{0,60}$|\b(?:in\s+general|normally|usually|generally),?\s*$|"
        r"\b(?:maybe|perhaps|possibly)\s+$|\b(?:hope|hopefully|think|believe|assume|wonder|doubt|imagine)\s+(?:that\s+)?(?:\w+\s+)?$|\b(?:i|we)\s+wish\b.{0,20}$|\b(?:click|press|tap)\b.{0,40}$"
    ),
    bystander=_re(
        r"\b(?:according\s+to\s+(?!(?:our|my)\s+(?:records?|notes|files?|system))|(?:our|per|under)\s+(?:\w+\s+)?(?:policy|terms)|sent\s+by\s+mistake|"
        r"automatically\s+(?:closed|deleted)|out\s+of\s+(?:the\s+)?office|whenever|(?:each|every)\s+time|(?:when|after|once)\s+you(?:'ve|\s+have)?\s+"
        r"(?:place|call|order|sign(?:ed)?\s+(?:in|up)|log(?:ged)?\s+in|submit|complete|register|visit|click(?:ed)?|press|tap)|if\s+you\s+(?:order|book|buy|subscribe|"
        r"sign\s+up))\b|^(?:please\s+)?(?:order|book|buy|shop|subscribe|sign\s+up|join|upgrade)\b.{0,60}\b(?:and|to)\b"
    ),
    condition=_re(
        r"\b(?:if|once|unless|provided|assuming|as\s+long\s+as|in\s+case|subject\s+to)\b(?!\s+(?:again|more|and\s+for))|\bas\s+soon\s+as\b|"
        r"\b(?:of|from|after|upon)\s+(?:shipping|receipt|receiving|arrival|delivery|approval|your\s+(?:confirmation|reply|approval))\b|"
        r"\b(?:when|after)\s+(?:you|the|we|they|your|our|i|it)(?:'\w+)?\s+\w+|\bshould\s+you\b"
    ),
    courtesy=_re(
        r"\bif\s+(?:that|this|it)\s+(?:works|suits|is\s+(?:ok|okay|fine|alright)|'?s\s+(?:ok|okay|fine|alright))\b|\bas\s+soon\s+as\s+(?:possible|(?:i|we)\s+can)\b|"
        r"\bif\s+(?:you\s+don't\s+mind|needed|necessary|possible|anything(?:\s+changes)?)\b|\b(?:see|check|find\s+out|ask|look|verify|know|confirm)\s+(?:\w+\s+){0,2}if\b|\bif\s+not\s+(?:sooner|earlier)\b|\bat\s+once\b"
    ),
    aim=_re(r"\b(?:do\s+(?:my|our)\s+(?:very\s+)?best|try\s+to|should|aim|hope(?:fully)?|hoping)\b"),
    boundary=_re(
        r";|\s[-–—]+\s|—|,?\s+but\b|,\s+(?:which(?!\s+(?:will|should)\b)|no\s+\w+|sorry|sry|thanks|although|though|because)\b|\s+and\s+(?:sorry|thanks|thank|apologies)\b|:\s|\s\(|"
        r",?\s+(?:because|although)\s|,?\s+so\s+(?:please|you|that)\b|,\s+please\b|\s:\)"
    ),
    subordinate=_re(
        r"\b(?:if|once|when|after|before|provided|providing|unless|assuming|as\s+soon\s+as|while|until|in\s+case)\s+(?:that\s+)?$"
    ),
    joint=_re(r"[,\s]*(?:\b(?:and|so)\b(?:\s+then\b)?)?[,\s]*$|^[,\s]*(?:and|so)\b\s*"),
    times=TIMES,
)
