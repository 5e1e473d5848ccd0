"""What depends on the language: catalogues of messages, dates, lists; from Babel, which most runs do without."""

from babel.dates import format_date as format_date
from babel.lists import format_list as format_list
from babel.support import NullTranslations as NullTranslations
from babel.support import Translations as Translations
