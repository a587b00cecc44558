"""A second, naive implementation of the rule, from the words of the design page only.

It takes the parsed structure.yaml and the raw answers file, and shares no code with the rooms.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
CHOICES = {"yes": 4, "partly": 2, "no": 0}


def second_opinion(structure: Json, file: Json) -> Json:
    """The scorecard as a JSON document."""
    rows = rows_of(structure, file)
    scored = [row for row in rows if row["asked"] and row["scored"] == "maturity"]
    rules = structure["scoring"]
    elements = {element["id"]: element_node(element, scored, rules) for element in structure["elements"]}
    pillars = {pillar["id"]: pillar_node(pillar, structure, elements, scored) for pillar in structure["pillars"]}
    overall = overall_node(structure, pillars, scored)
    return {
        "questionnaire": structure["version"],
        "overall": printed(overall),
        "pillars": [printed(pillar) for pillar in pillars.values()],
        "elements": [printed(element) for element in elements.values()],
        "indicators": [indicator_line(row, rules) for row in rows],
    }


# ---- what was asked and what was answered


def rows_of(structure: Json, file: Json) -> list[Json]:
    kinds = {key["key"]: key["kind"] for key in structure["profile"]}
    rows: list[Json] = []
    for indicator in structure["indicators"]:
        answer = file.get("answers", {}).get(indicator["id"], {})
        row = {**indicator, "answer": answer, "state": answer.get("state", "not_answered")}
        row["asked"] = is_asked(indicator, file, kinds, rows)
        row["level"] = level_of(row)
        rows.append(row)
    return rows


def is_asked(indicator: Json, file: Json, kinds: dict[str, str], earlier: list[Json]) -> bool:
    if file.get("form") == "short" and not indicator["short"]:
        return False
    if indicator["condition"] == "always":
        return True
    return any(clause_is_true(clause, file, kinds, earlier) for clause in indicator["condition"].split(" or "))


def clause_is_true(clause: str, file: Json, kinds: dict[str, str], earlier: list[Json]) -> bool:
    sign = next(sign for sign in (">=", "<=", "!=", ">", "<", "=") if sign in clause)
    key, _, written = (part.strip() for part in clause.partition(sign))
    right: int | str = written.strip("\"'")
    if key.startswith("profile."):
        left = file.get("profile", {}).get(key)
        if left is None or left == "":
            return True
        right = int(right) if kinds[key] == "number" else right
    else:
        (row,) = [row for row in earlier if row["id"] == key]
        left = row["level"] if row["asked"] and row["state"] == "answered" else 0
        right = int(right)
    truth = {"=": left == right, "!=": left != right}
    return truth[sign] if sign in truth else compare(left, sign, right)


def compare(left: Any, sign: str, right: Any) -> bool:
    return bool({">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right}[sign])


def level_of(row: Json) -> int:
    """For caps: 0-4, or 4 / 2 / 0, or 0 for what is unknown or not answered."""
    if row["scored"] != "maturity" or row["state"] != "answered":
        return 0
    value = row["answer"]["value"]
    return CHOICES[value] if row["kind"] == "yes_partly_no" else value


def applies(row: Json) -> bool:
    return bool(row["asked"]) and row["state"] != "not_applicable"


def is_flagged(row: Json) -> bool:
    return row["answer"].get("outside_control") is not None


def is_unsupported(row: Json, rules: Json) -> bool:
    evidence = row["answer"].get("evidence") or []
    return row["state"] == "answered" and row["level"] >= rules["evidence_from"] and not "".join(evidence).strip()


# ---- the four figures: what a row enters with, or None


def official(row: Json, rules: Json) -> Fraction | None:
    return Fraction(row["level"], 4) if applies(row) else None


def of_answered(row: Json, rules: Json) -> Fraction | None:
    return official(row, rules) if row["state"] == "answered" else None


def own_control(row: Json, rules: Json) -> Fraction | None:
    return None if is_flagged(row) else official(row, rules)


def supported(row: Json, rules: Json) -> Fraction | None:
    return Fraction(rules["unsupported_level"], 4) if is_unsupported(row, rules) else official(row, rules)


FIGURES = {"official": official, "of_answered": of_answered, "own_control": own_control, "supported": supported}


def weighted_mean(parts: list[Json], values: list[Fraction | None]) -> Fraction | None:
    pairs = [(Fraction(part["weight"]), value) for part, value in zip(parts, values, strict=True) if value is not None]
    return sum((w * v for w, v in pairs), Fraction()) / sum(w for w, _ in pairs) if pairs else None


def percent(fraction: Fraction | None) -> Fraction | None:
    return None if fraction is None else 100 * fraction


# ---- nodes


def element_node(element: Json, scored: list[Json], rules: Json) -> Json:
    rows = [row for row in scored if row["element"] == element["id"]]
    node: Json = {"id": element["id"], **counts_of(rows, rules)}
    for name, enters in FIGURES.items():
        node[name] = percent(weighted_mean(rows, [enters(row, rules) for row in rows]))
    node["rated"] = node["official"] is not None
    node["uncapped_level"] = node["level"] = band(node["official"], rules) if node["rated"] else None
    return node | {"capped_by": []}


def pillar_node(
    pillar: Json,
    structure: Json,
    elements: dict[str, Json],
    scored: list[Json],
) -> Json:
    rules = structure["scoring"]
    members = [element for element in structure["elements"] if element["pillar"] == pillar["id"]]
    names = [element["id"] for element in members]
    rows = [row for row in scored if row["element"] in names]
    node: Json = {"id": pillar["id"], **counts_of(rows, rules)}
    for name in FIGURES:
        node[name] = weighted_mean(members, [elements[id_][name] for id_ in names])
    is_possible = any(applies(row) for row in rows)
    node["rated"] = is_possible and Fraction(node["not_applicable"], node["asked"]) <= Fraction(
        rules["not_rated_above"]
    )
    core = [(row["id"], row["level"]) for row in rows if row["core"] and applies(row) and not is_flagged(row)]
    return node | levels(node, core, rules["core_margin"], rules)


def overall_node(structure: Json, pillars: dict[str, Json], scored: list[Json]) -> Json:
    rules = structure["scoring"]
    node: Json = {"id": "overall", **counts_of(scored, rules)}
    for name in FIGURES:
        node[name] = weighted_mean(structure["pillars"], [pillar[name] for pillar in pillars.values()])
    node["rated"] = all(pillar["rated"] for pillar in pillars.values())
    limits = [(pillar["id"], pillar["level"]) for pillar in pillars.values()]
    return node | levels(node, limits, rules["pillar_margin"], rules)


def levels(
    node: Json,
    limits: list[tuple[str, int]],
    margin: int,
    rules: Json,
) -> Json:
    if not node["rated"]:
        return {"level": None, "uncapped_level": None, "capped_by": []}
    uncapped = band(node["official"], rules)
    lowest = min([level for _, level in limits], default=4)
    if lowest + margin < uncapped:
        names = [id_ for id_, level in limits if level == lowest]
        return {"level": lowest + margin, "uncapped_level": uncapped, "capped_by": names}
    return {"level": uncapped, "uncapped_level": uncapped, "capped_by": []}


def band(score: Fraction, rules: Json) -> int:
    return max(int(band["level"]) for band in rules["bands"] if Fraction(band["from"]) <= score)


def counts_of(rows: list[Json], rules: Json) -> dict[str, int]:
    return {
        "asked": len(rows),
        "answered": len([row for row in rows if row["state"] == "answered"]),
        "unknown": len([row for row in rows if row["state"] == "unknown"]),
        "not_applicable": len([row for row in rows if row["state"] == "not_applicable"]),
        "outside_control": len([row for row in rows if is_flagged(row)]),
        "unsupported": len([row for row in rows if is_unsupported(row, rules)]),
    }


# ---- the document


def printed(node: Json) -> Json:
    node = dict(node)
    official = node.pop("official")
    score = official if node["rated"] else None
    secondary = {name: one_decimal(node[name]) for name in ("of_answered", "own_control", "supported")}
    exact = None if score is None else str(score)
    return {**node, **secondary, "score": one_decimal(score), "exact": exact, "coverage": coverage(node)}


def coverage(node: Json) -> Json | None:
    if node["asked"] == node["not_applicable"]:
        return None
    share = Fraction(node["answered"], node["asked"] - node["not_applicable"])
    return {"exact": str(share), "percent": one_decimal(percent(share))}


def one_decimal(exact: Fraction | None) -> float | None:
    if exact is None:
        return None
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    return float(quotient.quantize(Decimal("0.1"), ROUND_HALF_UP))


def indicator_line(row: Json, rules: Json) -> Json:
    line = {"id": row["id"], "asked": row["asked"], "state": row["state"], "value": row["answer"].get("value")}
    if row["scored"] != "maturity":
        return line | {"fraction": None, "target": None, "gap": None}
    target = row["answer"].get("target")
    if target is None:
        target = rules["targets"]["core" if row["core"] else "other"]
    if not applies(row):
        return line | {"fraction": None, "target": target, "gap": None}
    return line | {"fraction": str(Fraction(row["level"], 4)), "target": target, "gap": max(target - row["level"], 0)}
