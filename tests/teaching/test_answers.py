"""A file of answers: read as it is, or refused with the lines that are wrong and how to mend them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.teaching import AnswersError, load_teaching, read_answers

QUIZ = load_teaching().quiz
HEAD = "code,when,item,option\n"


def test_answers_are_read_in_their_order():
    text = f"\ufeff{HEAD}ab12,before,which-law,one-law\n\n ab12 , after ,which-law,idea-and-504\n"
    assert read_answers(text.encode(), QUIZ) == [
        ("ab12", "before", "which-law", "one-law"),
        ("ab12", "after", "which-law", "idea-and-504"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1: the columns are '': the first line must be code,when,item,option"),
        (b"name,score\nKim,3\n", "line 1: the columns are 'name,score': the first line must be code,when,item,option"),
        (HEAD.encode(), "line 2: there are no answers in the file"),
        (f"{HEAD}a,before,which-law,one-law\na,befor,which-law,one-law\n".encode(), "line 3: when is 'befor': write"),
        (f"{HEAD}a,before,which-laws,one-law\n".encode(), "line 2: there is no item 'which-laws' in the quiz: did you"),
        (f"{HEAD}a,before,which-law,one-laws\n".encode(), "line 2: 'one-laws' is no option of which-law: did you mean"),
        (f"{HEAD}a,before,which-law\n".encode(), "line 2: 3 columns: write 4"),
        (f"{HEAD},before,which-law,one-law\n".encode(), "line 2: no code: write the code of the person"),
        (f"{HEAD}a,before,which-law,one-law\n\xff".encode("latin-1"), "line 3: the file is not text in UTF-8"),
        (f'{HEAD}a,"before,which-law,one-law\n'.encode(), "save it as CSV, with commas"),
        (HEAD.encode() + b"a,b,c,d\n" * 9, "and 4 more lines"),
    ],
)
def test_a_file_that_can_not_be_used_is_refused_with_the_line_and_the_remedy(data, words):
    with pytest.raises(AnswersError) as caught:
        read_answers(data, QUIZ)
    assert words in str(caught.value)


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: (HEAD + text).encode()))
def test_no_file_breaks_the_reading(data):
    with suppress(AnswersError):
        assert read_answers(data, QUIZ)
