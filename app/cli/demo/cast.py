"""Who plays in the demo: ten invented administrations in the six regions, a secretariat, and the people of the offices.

No real country is ever shown with an invented score.
"""

from dataclasses import dataclass

from app.assessments.lifecycle import State
from app.assessments.rights import Role
from app.validation.organisations import ADMINISTRATION
from questionnaires.answers import Form

PASSWORD = "equality-2026"  # noqa: S105 - printed for everybody: it opens invented data only


@dataclass(frozen=True)
class Player:
    """A person: address and name."""

    email: str
    name: str
    role: Role


@dataclass(frozen=True)
class Invented:
    """An organisation of the demo. `answers` names its file, "" for one that has not begun; `seed` varies them.
    `numbers` names the file of its workforce tables, "" where it has none."""

    code: str
    name: str
    region: str
    zone: str
    players: tuple[Player, ...]
    state: State
    answers: str = ""
    seed: int = 0
    form: Form = "full"
    disclosure: str = "own"
    was_there_last_year: bool = False
    kind: str = ADMINISTRATION
    numbers: str = ""


def _team(coordinator: str, coordinator_name: str, head: str, head_name: str) -> tuple[Player, ...]:
    return (Player(coordinator, coordinator_name, Role.COORDINATOR), Player(head, head_name, Role.HEAD))


INVENTED = (
    Invented(
        "XA",
        "Valdoria Customs and Border Service",
        "EUR",
        "Europe/Vienna",
        (
            *_team("alice@valdoria.example", "Alice Marin", "hugo@valdoria.example", "Hugo Brandt"),
            Player("connie@valdoria.example", "Connie Leitner", Role.CONTRIBUTOR),
            Player("vera@valdoria.example", "Vera Pichler", Role.VIEWER),
        ),
        State.IN_PROGRESS,
        "full",
        was_there_last_year=True,
        numbers="valdoria",
    ),
    Invented(
        "XB",
        "Port Halden Revenue Authority, Customs Division",
        "ESA",
        "Africa/Nairobi",
        _team("ben@porthalden.example", "Ben Otieno", "beatrice@porthalden.example", "Beatrice Wanjiku"),
        State.IN_PROGRESS,
        "half",
    ),
    Invented(
        "XC",
        "Isla Corva Aduanas",
        "AMS",
        "America/Panama",
        _team("carmen@islacorva.example", "Carmen Ruiz", "camilo@islacorva.example", "Camilo Ortega"),
        State.IN_PROGRESS,
        "started",
    ),
    Invented(
        "XD",
        "Lagoon Islands Customs",
        "AP",
        "Pacific/Fiji",
        _team("dora@lagoon.example", "Dora Tavake", "daniel@lagoon.example", "Daniel Vaka"),
        State.SIGNED,
        "small",
        form="short",
    ),
    Invented(
        "XE",
        "Qasr Al-Noor Customs Authority",
        "MENA",
        "Asia/Amman",
        _team("emad@qasralnoor.example", "Emad Haddad", "hala@qasralnoor.example", "Hala Mansour"),
        State.NOT_OPENED,
    ),
    Invented(
        "XF",
        "Sahelie Douanes",
        "WCA",
        "Africa/Dakar",
        _team("fatou@sahelie.example", "Fatou Diarra", "henri@sahelie.example", "Henri Kone"),
        State.SIGNED,
        "full",
        seed=6,
        was_there_last_year=True,
    ),
    Invented(
        "XG",
        "Tarkhan Customs Committee",
        "EUR",
        "Asia/Almaty",
        _team("gulnara@tarkhan.example", "Gulnara Sadyk", "ruslan@tarkhan.example", "Ruslan Omarov"),
        State.UNDER_REVIEW,
        "full",
        seed=7,
        was_there_last_year=True,
    ),
    Invented(
        "XH",
        "Verdania Customs Directorate",
        "WCA",
        "Atlantic/Cape_Verde",
        _team("helena@verdania.example", "Helena Matos", "hamilton@verdania.example", "Hamilton Reis"),
        State.RETURNED,
        "full",
        seed=8,
    ),
    Invented(
        "XI",
        "Kestrel Bay Customs",
        "AP",
        "Pacific/Auckland",
        _team("iris@kestrelbay.example", "Iris Kauri", "isaac@kestrelbay.example", "Isaac Ngata"),
        State.REVIEWED,
        "full",
        seed=9,
        disclosure="members",
    ),
    Invented(
        "XJ",
        "Santa Aurelia Aduanas",
        "AMS",
        "America/Lima",
        _team("julia@santaaurelia.example", "Julia Quispe", "jorge@santaaurelia.example", "Jorge Salas"),
        State.PUBLISHED,
        "full",
        seed=10,
        disclosure="public",
        was_there_last_year=True,
        numbers="santa-aurelia",
    ),
    Invented(
        "XK",
        "Meridian Customs Union, Secretariat",
        "",
        "Europe/Brussels",
        _team("sara@meridian.example", "Sara Devos", "simon@meridian.example", "Simon Okafor"),
        State.UNDER_REVIEW,
        "secretariat",
        kind="secretariat",
    ),
)
OFFICES = (
    Player("sofia@secretariat.example", "Sofia Lind", Role.LEAD),
    Player("rita@secretariat.example", "Rita Novak", Role.REVIEWER),
    Player("samir@secretariat.example", "Samir Fofana", Role.REVIEWER),
    Player("xenia@university.example", "Xenia Morel", Role.EXTERNAL_REVIEWER),
    Player("aude@audit.example", "Aude Perrin", Role.AUDITOR),
    Player("tessa@parity.example", "Tessa Vermeulen", Role.ADMINISTRATOR),
)
