"""The forms of signing in, of the password and of the second factor."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiaomen.access import first_password
from qiaomen.access.models import Worker


class SignInForm(AuthenticationForm):
    """User name and password, refused in words that say what to look at."""

    error_messages = {
        "invalid_login": _("User name and password do not go together. Look at both again; capital letters count."),
        "inactive": _("User name and password do not go together. Look at both again; capital letters count."),
        "over": _("This password was only for the first three days. Ask whoever gave it to you for a new one."),
    }

    def confirm_login_allowed(self, user: Worker) -> None:
        """Refuses a password that was made up more than three days ago."""
        super().confirm_login_allowed(user)
        if first_password.is_over(user, timezone.now()):
            raise forms.ValidationError(self.error_messages["over"], code="over")


class PasswordForm(DjangoPasswordChangeForm):
    """The old password, and the new one twice."""

    def __init__(self, user: Worker, data: QueryDict | None = None) -> None:
        super().__init__(user, data=data)
        self.fields["new_password1"].help_text = _(
            "At least ten characters. A sentence that only you would think of is better than signs that nobody types."
        )

    def clean(self) -> dict[str, Any]:
        """The password that one has is no new one."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_password2") and cleaned["new_password2"] == cleaned.get("old_password"):
            self.add_error("new_password1", _("You have this password already. Choose another one."))
        return cleaned


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
