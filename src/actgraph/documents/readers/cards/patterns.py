"""The patterns by which the text of a model card is read."""

import re

from actgraph.documents.data_sizes import POWER

BEFORE = (
    r"(?:(?:more than|less than|fewer than|over|under|above|below|at least|at most|up to|nearly|almost|"
    r"exceeding|between|about|"
    r"approximately|around|roughly|circa|some|~|≈|>|<|≥|≤)\s*)?"
)
AMOUNT = rf"(?<!\^)\d[\d.,]*{POWER}?\s?-?(?:[BMTK]\b|[BMTK](?=\+)|bn\b|billion|million|trillion)?\+?"
PARAMETERS = re.compile(
    rf"(?<![\w.,/^–-])(?P<value>{BEFORE}{AMOUNT}[ -]*(?:(?P<kind>[a-z-]+)[ -])?(?:[Mm]odel )?[Pp]aram(?:eter)?s?"
    rf"\b)(?=(?P<after>[^.;,]{{0,24}}))"
)
TOKENS = re.compile(
    r"\b(?P<verb>(?P<again>further |continual(?:ly)? |continued |fine-?|instruction-?|mid-?|post-?|"
    r"additional(?:ly)? )?"
    r"(?<!to )(?:pre-?)?(?:train(?:ed|ing)?|tuned))\b(?P<between>[^.;]{0,60}?)\b(?:on|with|using|over|for)\s+"
    rf"(?P<of>(?:an?|the|our|its)\s[^.;]{{0,50}}?\b(?:of|with|"
    rf"containing)\s+)?(?P<value>{BEFORE}{AMOUNT}[ -]*(?P<kind>(?:[a-z-]+ ){{0,5}})[Tt]okens?\b)"
)
ACTIVATED = re.compile(
    rf"(?<![\w.,/^–-])(?P<value>{BEFORE}{AMOUNT}) (?:are )?activated? (?:for each|per|for every) token\b"
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DAY = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of )?{MONTH},? \d{{4}}|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|"
    rf"\d{{4}}-\d\d-\d\d|{MONTH},? \d{{4}})"
)
RELEASED = re.compile(
    rf"\b(?:released|launched|made public|published)\b(?: publicly)? (?:on|in|at) (?P<value>{DAY.pattern})"
)
STARTED = re.compile(
    rf"^(?:The )?(?:[Tt]raining |[Pp]re-?training )?(?:run )?(?:[Ss]tarted|"
    rf"[Bb]egan)\b[^.;]{{0,20}}?(?P<value>{DAY.pattern})"
)
LEGAL = r"(?:B\.V|N\.V|S\.A|S\.A\.S|S\.p\.A|S\.r\.l|e\.V|L\.P|L\.L\.C|Inc|Ltd|Corp|Co)"
LEGAL_END = re.compile(rf"\b{LEGAL}\.$")
PASSIVE = re.compile(
    r"\b(?:[Dd]eveloped|created|built)(?: and [a-z]+ed)? "
    r"(?:(?:jointly )?by|in (?:a )?(?:close )?(?:collaboration|partnership|cooperation) (?:between|of|"
    rf"by)) (?P<value>(?:\b{LEGAL}\.|[^.;:()])*(?:\([^()]*\)(?:\b{LEGAL}\.|[^.;:()])*)*)"
)
ACTIVE = re.compile(
    r"^(?P<value>(?:[A-Z][\w&.-]*)(?: [A-Z][\w&.-]*){0,4}) (?:has |have )?(?:developed|created|"
    r"built)(?: and (?:publicly )?released)? "
)
ORG_END = re.compile(
    r"[ ,]+(?:using|with|for|on|in|to|as|that|which|who|based|under|at|is|was|are|were|has|have|from|of the|"
    r"and (?:is|was|has|released|trained|it|the model))\b.*",
    re.DOTALL,
)
LICENSED = re.compile(
    r"\b(?:released|made available|available|distributed|licensed|published|provided|open[- ]sourced|"
    r"shared)\b[^.;]{0,40}?\bunder (?:the terms of )?(?:the |"
    r"an? )?(?P<value>[^.;,()]{2,80}?\blicen[cs]e(?: agreement)?(?: (?:v|version )?\d(?:\.\d)*)?|MIT|"
    r"Apache[- ]2(?:\.0)?|CC[- ]BY[\w. -]*\d\.\d|[A-Z][\w-]+-\d\.\d)(?=\W|$)",
    re.IGNORECASE,
)
OTHER_THINGS = re.compile(
    r"\b(?:code|repository|repo|datasets?|data|corpus|paper|demo|tokenizer|documentation|scripts?|library)\b",
    re.IGNORECASE,
)
EXPERTS = re.compile(r"\b(?:mixture[- ]of[- ]experts|MoE|SMoE)\b|\bexperts\b", re.IGNORECASE)
SPARSE = re.compile(  # a family with “dense and” other models is not meant
    r"(?<!dense and )(?<!dense or )\b(?:mixture[- ]of[- ]experts|(?<!experts \()S?MoE)\b", re.IGNORECASE
)
DENSE = re.compile(
    r"\bis an? (?:[\w-]+ ){0,4}?(?P<value>dense)\b(?! (?:retriev|vector|embed|passage|represent))", re.IGNORECASE
)
KIND = r"(?:multilingual |natural language |plain )?(?:text|code|images?|audio|speech|videos?)"
LIST = rf"{KIND}(?:(?:,? and |, | & |/){KIND})*"
END = (
    r"(?=\s*(?:[.,;:)]|$|(?:only|as|from|in|given|based|conditioned|that|with|for|by|when|using|to|inputs?|"
    r"outputs?|prompts?)\b))"
)
TAKES = re.compile(
    rf"\b(?:takes?|accepts?|receives?|inputs|models input)(?: in)? (?P<value>{LIST}){END}", re.IGNORECASE
)
GIVES = re.compile(
    rf"\b(?:generates?|outputs|models output|"
    rf"produces?)(?: only)? (?P<value>{LIST}){END}",
    re.IGNORECASE,
)
GENERATIVE = re.compile(
    r"\bgenerative (?P<value>text|image|audio|speech|video)(?:-generation)? models?\b", re.IGNORECASE
)
MODEL_NAME = (
    r"[A-Za-z][\w.-]*/[\w.-]*\w|[A-Z][\w.]*(?:-[\w.]+)*-?\d[\w.-]*\w(?:[- ](?:[A-Z0-9][\w.-]*))*|"
    r"[A-Z][\w.]+(?: [A-Z0-9][\w.]*)+"
)
BASED = re.compile(
    rf"\b(?:fine-?tuned|finetuned|further (?:pre-?)?trained|continual(?:ly)? pre-?trained|instruction-?tuned|"
    rf"post-?trained|quanti[sz]ed|adapted)"
    rf"(?: version| variant)? (?:from|of|on top of|using) (?:the )?(?:base model |"
    rf"pre-?trained )?(?P<value>{MODEL_NAME})"
)
INITIALISED = re.compile(r"\binitiali[sz]ed (?:from|with)\b[^.;]{3,80}", re.IGNORECASE)
ON = re.compile(rf"\bbased on (?:the )?(?=[^ ]*\d)(?:{MODEL_NAME})(?! architecture)")
WEIGHTS = re.compile(
    r"\b(?:releas\w+|publish\w+|open-?sourc\w+|provid\w+|contains?|available|shar\w+|"
    r"downloadable)\b[^.;]{0,60}?\b(?:model |open |BF16 |FP8 )*(?P<value>weights|checkpoints)\b"
    r"|\b(?P<other>weights|checkpoints) (?:are|is|were|have been) (?:\w+ )?(?:releas|publish|open|availab|shar|"
    r"download)\w*",
    re.IGNORECASE,
)
PLACE = re.compile(r"\b(?P<value>repo(?:sitory)?|hugging ?face|hub|download)\b", re.IGNORECASE)
ASKED = re.compile(
    r"\b(?:request|gated|upon approval|approved|apply|by contacting|registered|not? public)\w*", re.IGNORECASE
)
GENERIC = re.compile(
    r"^(?:(?:The|This|Our|These|All|Both)\b[^.,;]{0,40}?\b(?:models?|versions|LLMs?|network|collection|family|"
    r"repo(?:sitory)?|weights|checkpoints)\b|It\b|We\b|Models?\b|Introducing\b|Checkpoints\b|Training\b|"
    r"(?:Total|Cumulative) (?:pre-?)?training\b)"
)
NO_SIZES = re.compile(
    r"\d[\s-]?(?:[BMTK]|billion|million|trillion)?\s?(?:and|or|to|through|,|/|–|—|-)\s?(?:about |up to |~)?$",
    re.IGNORECASE,
)


ANOTHER = re.compile(
    r"\b(?:base|parent|original|reward|teacher|draft|previous|underlying|larger|smaller|other|older|newer|"
    r"student|judge|critic|"
    r"guard|router|earlier|second|source|upstream|foundation|backbone|seed)\b(?: \w+){0,2} models?\b"
    r"|\b(?:vision|image|audio|speech|text) (?:encoder|tower)|\bbackbone\b|\bprojector\b|\badapters?\b|"
    r"\btokenizers?\b",
    re.IGNORECASE,
)
SIZE = re.compile(r"\b\d+(?:\.\d+)?[BM]\b")
BETWEEN = re.compile(  # between a model and what is said of it: then it is said of something else
    r"\b(?:uses?|using|used|via|through|leverag\w+|employ\w*|inspired|includ\w+|extends?|initiali[sz]ed|embeddings?|adopt\w*|"
    r"integrat\w+|combin\w+|follow\w*|implement\w*|appl(?:y|ies|ied)|replac\w+|support\w*)\b",
    re.IGNORECASE,
)
SIZES_BETWEEN = re.compile(r"\bwith [^,;]{0,60}?\b(?:parameters?|tokens|layers|experts|context(?: window| length)?)\b")
BETWEEN_STRICT = re.compile(r"\b(?:with|based|built|from|on|by|trained|like|evaluated|tested)\b", re.IGNORECASE)
HOURS = re.compile(r"\b\d[\d.,]*\s?[MK]?\s?(?:[A-Z0-9-]+ )?(?:GPU|TPU|accelerator)[- ]hours?\b", re.IGNORECASE)
COMPUTE = re.compile(
    r"\b(?:(?P<total>(?:total|cumulative) )?(?:pre-?)?training compute\b[^.;\d]{0,40}?|"
    r"\b(?:trained|training)\b[^.;,]{0,40}? (?:with|using|used|took|for|of) (?:a total of )?)"
    rf"(?P<value>{BEFORE}\d[\d.,]*"
    r"(?:\s?[x×*·]\s?10\s?(?:\^\s?\{?\d+\}?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[eE]\+?\d+|\^\d+|[ -]?[ZEY](?=FLOP))"
    r"\s?(?:FLOPs?\b(?!\s?(?:/|per ))|floating[- ]point operations))",
    re.IGNORECASE,
)
PLAIN_LABEL = re.compile(r"(?P<label>[A-Z][^:.!?]{1,60}):(?:\s+(?P<value>.*))?", re.DOTALL)
GATHERED = {  # what stands under such a heading is one text
    *"intended use,restricted use,users,limitations,training process,architecture,data processing,data filtering,"
    "design,training data".split(",")
}
WITH_ITEMS = {  # a list below such a label belongs to its value
    *GATHERED,
    *"developer,funder,training dataset,base model,training hardware,training software,software required,"
    "hardware required,data collection,input modalities,output modalities".split(","),
}
FRAGMENT = re.compile(
    r"^(?:[~≈]?\d[\d.,]* ?(?:[BMT]|billion|million|trillion)? (?:param\w*|tokens)|(?:pre-?)?trained (?:on|with|"
    r"from)|released|"
    r"(?:training )?(?:started|began)|developed by)\b",
    re.IGNORECASE,
)
OF_THE_CARD = re.compile(
    r"(?:This|The) (?:section|card|document|model card)\b|"
    r"This is the model card of a\W+(?:\w+ )?model\b.{0,20}\bpushed\b",
    re.IGNORECASE,
)
NO_LABELS = {
    "overview",
    "note",
    "notes",
    "summary",
    "description",
    "introduction",
    "about",
    "important",
    "warning",
    "tip",
}
DATASETS_FOLLOW = re.compile(
    r"\b(?:datasets?|corpus|corpora|data|mix(?:ture)?|sources)\b[^.]{0,80}\b(?:is|are|was|were|of|includes?|"
    r"including|following|sources)\b[^.]{0,60}:$"
    r"|\btrained on[^.]{0,60}:$",
    re.IGNORECASE,
)
COVERAGE = re.compile(r"\b(?:languages?|percentage|share|domains?|English|multilingual|regions?)\b", re.IGNORECASE)
POLICY = re.compile(r"(?:acceptable )?use[- ]policy|usage[- ]policy|aup\b", re.IGNORECASE)
METHOD = re.compile(r"\bmethodology\b.{0,60}\benergy\b", re.IGNORECASE)
NEEDED = re.compile(
    r"\b(?:requires?|needs?|ensure|make sure|must|should)\b[^.;]{0,40}?"
    r"\b(?P<value>(?!with\b|than\b|version\b)[A-Za-z][\w-]*(?: version)? ?"
    r"(?:(?:>=|≥) ?v?\d[\d.]*|v?\d+\.\d[\d.]* or (?:newer|later|higher|above|greater)))",
    re.IGNORECASE,
)
DESIGN = re.compile(
    r"\d+[^;]{0,40}\b(?:layers|heads|dimension\w*|experts)\b|\bhidden\b|^sequence length of \d", re.IGNORECASE
)
LENGTH = re.compile(r"^(?:Sequence|Context) (?:length|window) of \d[\d,.]*[kKM]?\b[^;]*")
IN_VALUES = {"integration", "training process"}  # topics that the value of another label may have besides
TAKES_BACK = re.compile(
    r"(?:However|But|Please note|Note that|Note:|Except|This includes|These include)\b"
)  # part of the sentence before
ASSET = re.compile(
    r"\b(?P<asset>(?:(?:training|inference|evaluation|fine-?tuning) )?(?:code|data)"
    r"(?:(?:,|,? and| or) (?:(?:training|evaluation) )?(?:code|data))*)"
    r" (?:is |are )?(?:released |available )?under (?:an?|the) (?P<licence>[^.;,]{2,60}?\blicen[cs]e)\b",
    re.IGNORECASE,
)
JOINS = re.compile(r"(?:\band|\bwhile|[,;&/])\s(?:the )?$")  # after it, a sentence begins to speak of one more model
