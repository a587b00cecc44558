"""Which pages of the demo are pictured, and who looks at each: one line a page."""

from dataclasses import dataclass

NOBODY = ""
ALICE, HUGO = "alice@valdoria.example", "hugo@valdoria.example"
CARMEN, HENRI, IRIS, JULIA = (
    "carmen@islacorva.example",
    "henri@sahelie.example",
    "iris@kestrelbay.example",
    "julia@santaaurelia.example",
)
SOFIA, RITA = "sofia@secretariat.example", "rita@secretariat.example"
AUDE, TESSA = "aude@audit.example", "tessa@parity.example"
VALDORIA, ISLA_CORVA, SAHELIE = "/assessments/demo-1", "/assessments/demo-3", "/assessments/demo-6"
TARKHAN, KESTREL_BAY, SANTA_AURELIA = "/assessments/demo-7", "/assessments/demo-9", "/assessments/demo-10"


@dataclass(frozen=True)
class Pictured:
    name: str
    person: str
    address: str


PAGES = (
    Pictured("sign-in", NOBODY, "/sign-in"),
    Pictured("my work of a coordinator", ALICE, "/"),
    Pictured("my work of a head", HUGO, "/"),
    Pictured("my work of the lead", SOFIA, "/"),
    Pictured("auditor's desk", AUDE, "/desk"),
    Pictured("sample of reports", AUDE, "/desk/sample?round=demo&size=5&seed=2026"),
    Pictured("audit log", AUDE, "/audit"),
    Pictured("my work of the technical administrator", TESSA, "/"),
    Pictured("task list", ALICE, VALDORIA),
    Pictured("profile", ALICE, f"{VALDORIA}/profile"),
    Pictured("element answered", ALICE, f"{VALDORIA}/elements/E2.1"),
    Pictured("element open", CARMEN, f"{ISLA_CORVA}/elements/E2.1"),
    Pictured("evidence register", ALICE, f"{VALDORIA}/evidence"),
    Pictured("new evidence", ALICE, f"{VALDORIA}/evidence/files"),
    Pictured("workforce results", ALICE, f"{VALDORIA}/workforce/results"),
    Pictured("workforce results published", AUDE, f"{SANTA_AURELIA}/workforce/results"),
    Pictured("assignments", ALICE, f"{VALDORIA}/work"),
    Pictured("check and sign", HUGO, f"{VALDORIA}/signature"),
    Pictured("all answers", HUGO, f"{VALDORIA}/answers"),
    Pictured("change of a level", HUGO, f"{VALDORIA}/answers/RC-06/level"),
    Pictured("signed receipt", HENRI, f"{SAHELIE}/signature"),
    Pictured("scorecard in progress", ALICE, f"{VALDORIA}/scorecard"),
    Pictured("board summary", ALICE, f"{VALDORIA}/board-summary"),
    Pictured("scorecard published", JULIA, f"{SANTA_AURELIA}/scorecard"),
    Pictured("levels that differ", IRIS, f"{KESTREL_BAY}/disagreements"),
    Pictured("history of an answer", ALICE, f"{VALDORIA}/answers/RC-06/history"),
    Pictured("workforce table", ALICE, f"{VALDORIA}/workforce/WT3b"),
    Pictured("history of numbers", ALICE, f"{VALDORIA}/workforce/WT1a/history"),
    Pictured("list of staff", ALICE, f"{VALDORIA}/workforce/staff-list"),
    Pictured("round overview", SOFIA, "/rounds/demo"),
    Pictured("review queue", RITA, "/reviews"),
    Pictured("review element", RITA, f"{TARKHAN}/review/E2.1"),
    Pictured("review by risk", RITA, f"{TARKHAN}/review/risks"),
    Pictured("results", ALICE, "/results"),
    Pictured("search", SOFIA, "/search?q=val"),
    Pictured("account", ALICE, "/account"),
    Pictured("help", ALICE, "/help"),
    Pictured("method", ALICE, "/questionnaires/2026.1/method"),
    Pictured("verify", ALICE, "/verify"),
)
