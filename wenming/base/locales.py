"""What depends on the language beside words: dates, lists; from Babel, which most runs do without."""

from babel.dates import format_date as format_date
from babel.lists import format_list as format_list
