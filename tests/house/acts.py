"""Every act of the pages: whether it can be undone, what stands before one that cannot, and which say nothing after it.

An act that cannot be undone has a stop: a page (GET) that says what will happen, at the address named here, or a form
that asks for a reason, for ticks or for the very content. A new route that writes needs a line here.
"""

HOME = "/assessments/{assessment_id}"
TEAM = "/administrations/{administration_id}/people"

PAGES: dict[str, str] = {
    f"{HOME}/review": f"{HOME}/review/beginning",
    f"{HOME}/review/return": f"{HOME}/review/return",
    f"{HOME}/review/completion": f"{HOME}/review/completion",
    f"{HOME}/publication": f"{HOME}/publication",
    "/reviews/publications": "/reviews/publications",
    "/reviews/draws": "/reviews/draws",
    f"{HOME}/signature": f"{HOME}/signature",
    f"{HOME}/evidence/{{evidence_id}}/withdrawal": f"{HOME}/evidence/{{evidence_id}}/withdrawal",
    "/rounds/{round_id}/opening": "/rounds/{round_id}/opening",
    f"{HOME}/extension": f"{HOME}/extension",
    f"{TEAM}/{{person_id}}/removal": f"{TEAM}/{{person_id}}/removal",
    "/accounts/{person_id}/state": "/accounts/{person_id}/state",
    "/accounts/{person_id}/sign-outs": "/accounts/{person_id}/sign-outs",
    "/account/authenticator/removal": "/account/authenticator/removal",
    "/account/passkeys/removal": "/account/passkeys/removal",
    "/account/recovery-codes": "/account/recovery-codes",
    "/account/openid/removal": "/account/openid/removal",
    "/links/{token}": "/links/{token}",
}
"""Acts that cannot be undone, with the page that stands before each."""
FORMS = {
    f"{HOME}/withdrawal": "a reason",
    f"{HOME}/review/reopening": "a reason",
    f"{HOME}/correction": "a reason",
    f"{HOME}/correction/decision": "a choice and a reason",
    f"{HOME}/workbook/imports/confirmation": "a preview of each answer",
    "/administrations/import/confirmation": "a preview of each row",
    "/rounds": "name, version and days of the round",
    "/administrations": "its name and code",
    "/account/password": "the old password",
    f"{HOME}/answers/{{indicator}}/comments/team": "a text",
    f"{HOME}/answers/{{indicator}}/comments/secretariat": "a text",
    TEAM: "whom to invite",
    "/accounts": "whom to invite",
}
"""Acts that cannot be undone, whose form is the stop, and what it asks for."""
UNDONE = {
    f"{HOME}/profile": "its history",
    f"{HOME}/answers/{{indicator}}": "its history",
    f"{HOME}/answers/{{indicator}}/history": "the history goes on",
    f"{HOME}/profile/history": "the history goes on",
    f"{HOME}/workbook/imports/{{import_id}}/undo": "the history of each answer",
    f"{HOME}/answers/{{indicator}}/comments/team/resolution": "the same button",
    f"{HOME}/answers/{{indicator}}/comments/secretariat/resolution": "the same button",
    f"{HOME}/evidence/files": "its withdrawal",
    f"{HOME}/evidence/links": "its withdrawal",
    f"{HOME}/evidence/references": "its withdrawal",
    f"{HOME}/evidence/{{evidence_id}}/uses": "the same form",
    f"{HOME}/work": "the same form",
    f"{HOME}/validated": "the button beside it",
    f"{HOME}/disagreements/{{indicator}}": "until publication, by the same page",
    f"{HOME}/review/decisions/{{indicator}}": "another decision",
    f"{HOME}/review/reviewer": "the same form",
    "/reviews/assignments": "the same form",
    "/rounds/{round_id}/dates": "the same form",
    "/administrations/{administration_id}": "the same form",
    "/administrations/{administration_id}/details": "the same form",
    "/administrations/{administration_id}/disclosure": "the same form",
    f"{TEAM}/{{person_id}}": "the same form",
    "/accounts/{person_id}/office": "the same form",
    "/account": "the same form",
    "/account/authenticator": "it is not confirmed yet",
    "/account/authenticator/confirmation": "its removal",
    "/account/passkeys": "its removal",
    "/account/openid": "its removal",
}
"""Acts that can be undone, and by what."""
HARMLESS = {
    f"{HOME}/work/signature",
    f"{HOME}/elements/{{element}}/presence",
    f"{HOME}/workbook/imports",
    f"{HOME}/workbook/imports/left-out",
    "/administrations/import",
    "/administrations/import/left-out",
    f"{TEAM}/{{person_id}}/invitation",
    "/accounts/{person_id}/invitation",
    "/mails/tries",
    "/mails/{mail_id}/tries",
    "/account/confirmation",
    "/account/sign-out",
    "/sign-in",
    "/sign-in/openid",
    "/sign-in/passkey",
    "/sign-in/second-factor",
    "/sign-in/second-factor/passkey",
    "/sign-in/enrolment",
    "/sign-in/enrolment/passkey",
    "/sign-in/restart",
    "/sign-out",
    "/password-reset",
    "/verify",
}
"""Nothing is lost by these: a mail goes out once more, somebody signs in or out, a file is looked at or handed out."""

SAY_IT_THEMSELVES = {
    f"{HOME}/answers/{{indicator}}",
    f"{HOME}/profile",
    f"{HOME}/review/decisions/{{indicator}}",
    f"{HOME}/answers/{{indicator}}/comments/team",
    f"{HOME}/answers/{{indicator}}/comments/secretariat",
    f"{HOME}/answers/{{indicator}}/comments/team/resolution",
    f"{HOME}/answers/{{indicator}}/comments/secretariat/resolution",
    f"{HOME}/elements/{{element}}/presence",
    f"{HOME}/work",
    f"{HOME}/work/signature",
    f"{HOME}/validated",
    f"{HOME}/signature",
    f"{HOME}/workbook/imports/confirmation",
    f"{HOME}/workbook/imports/{{import_id}}/undo",
    f"{HOME}/correction/decision",
    "/links/{token}",
    "/account/confirmation",
    "/account/authenticator",
    "/account/authenticator/confirmation",
    "/account/authenticator/removal",
    "/account/passkeys",
    "/account/passkeys/removal",
    "/account/recovery-codes",
    "/account/openid",
    "/account/openid/removal",
}
"""Their next screen holds what was saved, with its time, its receipt or its own sentence. Or they do nothing for what
the tests of all routes send: nobody asked for a correction, or the password is asked for first."""
