"""The forms of signing in, of the password and of the second factor."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker


class SignInForm(AuthenticationForm):
    """User name and password, refused in words that say what to look at."""

    error_messages = {
        "invalid_login": _("User name and password do not go together. Look at both again; capital letters count."),
        "inactive": _("User name and password do not go together. Look at both again; capital letters count."),
    }


class PasswordForm(DjangoPasswordChangeForm):
    """The old password, and the new one twice."""

    def __init__(self, user: Worker, data: QueryDict | None = None) -> None:
        super().__init__(user, data=data)
        self.fields["new_password1"].help_text = _(
            "At least ten characters. A sentence that only you would think of is better than signs that nobody types."
        )


WRONG_CODE = _("This code is wrong, too old or used already. Type the one that the app shows now.")


class CodeForm(forms.Form):
    """A code of the app, or one for its loss."""

    code = forms.CharField(label=_("Code"), max_length=20)

    def __init__(self, data: QueryDict | None = None, *, is_recovery: bool = False) -> None:
        super().__init__(data)
        field = self.fields["code"]
        field.label = _("Recovery code") if is_recovery else _("Code of the app")
        field.help_text = (
            _("Ten letters and digits, from the ten that you were shown. It works once.")
            if is_recovery
            else _("The six digits that the app shows now.")
        )
        keyboard = {} if is_recovery else {"inputmode": "numeric"}
        field.widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false", "autofocus": True, **keyboard}


class FactorForm(forms.Form):
    """The password and a code: who changes how somebody signs in shows both anew."""

    password = forms.CharField(
        label=_("Your password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Code of the app"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )  # fmt: skip
