"""What of a profile is given by the list of administrations, what of it is kept, and how a value of it reads. Pure.

What is given nobody answers, so nobody changes it in the profile.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from questionnaires.answers import ProfileValue
from questionnaires.definition import ProfileWords, Questionnaire, Words
from questionnaires.problems import N_, Problem

Given = Mapping[str, ProfileValue]
"""By key of the profile."""
KEPT_ELSEWHERE = N_(
    "The secretariat keeps this in its list of administrations. Leave it out, or ask the lead to change it there."
)


def given_of(questionnaire: Questionnaire, kind: str, region: str) -> Given:
    """Of a version that asks for neither, nothing; an organisation may be of no region."""
    facts = {"kind": kind, "region": region}
    return {key.key: facts[key.given] for key in questionnaire.structure.profile if key.given and facts[key.given]}


def to_keep(questionnaire: Questionnaire, profile: Mapping[str, ProfileValue], given: Given) -> dict[str, ProfileValue]:
    """A profile as it is stored: what is given, and of the rest what is asked and answered."""
    asked = questionnaire.asked_keys({**profile, **given})
    values = {key.key: (given if key.given else profile).get(key.key) for key in asked}
    return {key: value for key, value in values.items() if value is not None}


def contradictions(questionnaire: Questionnaire, profile: Mapping[str, Any], given: Given) -> Iterator[Problem]:
    """Of what a program sends in place of something that is given."""
    for key in questionnaire.structure.profile:
        if key.given and profile.get(key.key) not in (None, "", given.get(key.key)):
            yield Problem(key.key, KEPT_ELSEWHERE)


def in_words(words: ProfileWords, value: object) -> str:
    """A value of this key as people read it; of several options each, in their order."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(words.options.get(str(each), str(each)) for each in values)


TOOK_PART, WOMEN, MEN = "profile.took_part", "profile.took_part_women", "profile.took_part_men"


def who_took_part(words: Words, profile: Mapping[str, ProfileValue], translate: Callable[[str], str]) -> str:
    """In a line, once it is answered; of a version that does not ask, nothing."""
    if TOOK_PART not in words.profile or any(profile.get(key) in (None, "", []) for key in (TOOK_PART, WOMEN, MEN)):
        return ""
    parts = in_words(words.profile[TOOK_PART], profile[TOOK_PART])
    sentence = translate("Took part in answering: {parts}. Women: {women}. Men: {men}.")
    return sentence.format(parts=parts, women=profile[WOMEN], men=profile[MEN])
