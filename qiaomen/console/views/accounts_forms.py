"""The forms of signing in and of the password."""

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
