"""Which trees are sound, what of them is chosen, and when a choice is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chalicelib.core.errors import HiloError
from chalicelib.domains.typifications.errors import (
    TreeFlawedError,
    TypificationNotChoosableError,
    TypificationRequiredError,
    UnknownTypificationError,
)
from chalicelib.domains.typifications.models import (
    DEPTH_AT_MOST,
    NODES_AT_MOST,
    Choice,
    Chosen,
    Node,
    NodeId,
    Tree,
    TreeId,
)
from chalicelib.domains.typifications.rules import choosable, chosen, is_mandatory_in, sound
from tests.samples import COBRANZAS, GENERAL
from tests.unit.domains.typifications.trees import NODES, TREE, node

CHAIN = [node("N0"), *(node(f"N{n}", f"N{n - 1}") for n in range(1, DEPTH_AT_MOST + 1))]


class TestSound:
    def test_names_are_kept_clean(self) -> None:
        messy = replace(node("A"), name="  Promesa  de   pago ")
        assert [one.name for one in sound([messy])] == ["Promesa de pago"]

    def test_the_deepest_and_the_largest_are_kept(self) -> None:
        assert len(sound(CHAIN[:-1])) == DEPTH_AT_MOST
        assert len(sound([node(f"N{n}") for n in range(NODES_AT_MOST)])) == NODES_AT_MOST

    def test_one_name_may_stand_in_two_places(self) -> None:
        other = replace(node("OTRO", "NEGATIVA"), name="HOY")
        assert sound([*NODES, other])[-1] == other

    @pytest.mark.parametrize(
        ("nodes", "field", "code"),
        [
            ([node(f"N{n}") for n in range(NODES_AT_MOST + 1)], "nodes", "too_many_nodes"),
            ([node("A"), node("A")], "nodes.1.id", "duplicate_id"),
            ([node("B", "A"), node("A")], "nodes.0.parent_id", "unknown_parent"),
            ([node("A", "A")], "nodes.0.parent_id", "unknown_parent"),
            (CHAIN, f"nodes.{DEPTH_AT_MOST}.parent_id", "too_deep"),
            ([*NODES, replace(node("X"), name="promésa")], "nodes.5.name", "duplicate_name"),
            (
                [*NODES, replace(node("X", "PROMESA"), name="mañana")],
                "nodes.5.name",
                "duplicate_name",
            ),
        ],
    )
    def test_a_flaw_is_named_with_its_node(
        self, nodes: Sequence[Node], field: str, code: str
    ) -> None:
        with pytest.raises(TreeFlawedError) as caught:
            sound(nodes)
        (problem,) = caught.value.errors
        assert (problem["field"], problem["code"]) == (field, code)
        assert problem["detail"]


class TestChoosable:
    def test_what_has_nothing_below_it_is_with_its_path(self) -> None:
        assert choosable(TREE) == {
            "HOY": ("PROMESA", "HOY"),
            "MAÑANA": ("PROMESA", "MAÑANA"),
            "NEGATIVA": ("NEGATIVA",),
            "EQUIVOCADO": ("EQUIVOCADO",),
        }

    def test_a_retired_one_takes_what_is_below_it_along(self) -> None:
        nodes = (replace(NODES[0], is_retired=True), *NODES[1:])
        assert set(choosable(replace(TREE, nodes=nodes))) == {"NEGATIVA", "EQUIVOCADO"}

    def test_a_group_is_when_all_below_it_is_retired(self) -> None:
        retired = [replace(one, is_retired=True) for one in NODES[1:3]]
        nodes = (NODES[0], *retired, *NODES[3:])
        assert set(choosable(replace(TREE, nodes=nodes))) == {"PROMESA", "NEGATIVA", "EQUIVOCADO"}

    def test_nothing_of_a_retired_tree_is(self) -> None:
        assert choosable(replace(TREE, is_retired=True)) == {}


class TestMandatory:
    @pytest.mark.parametrize(
        ("tree", "expected"),
        [
            (TREE, False),
            (replace(TREE, is_mandatory=True), True),
            (replace(TREE, is_mandatory=True, mandatory_queue_ids=frozenset({GENERAL})), True),
            (replace(TREE, is_mandatory=True, mandatory_queue_ids=frozenset({COBRANZAS})), False),
            (replace(TREE, is_mandatory=True, queue_ids=frozenset({COBRANZAS})), False),
            (replace(TREE, mandatory_queue_ids=frozenset({GENERAL})), False),
            (replace(TREE, is_mandatory=True, is_retired=True), False),
            (replace(TREE, is_mandatory=True, nodes=()), False),  # nobody could close anything
        ],
    )
    def test_where_it_says_so_and_can_be_met(self, tree: Tree, *, expected: bool) -> None:
        assert is_mandatory_in(tree, GENERAL) is expected


class TestChosen:
    def test_a_choice_is_called_what_it_is_called_now(self) -> None:
        made = chosen([TREE], GENERAL, Choice("cobranza", "HOY", "  llama a las 5 "))
        path = ("PROMESA", "HOY")
        assert made == Chosen(
            TreeId("cobranza"), 3, "Cobranza", NodeId("HOY"), path, "llama a las 5"
        )

    def test_none_is_due_where_none_is_mandatory(self) -> None:
        assert chosen([], GENERAL, None) is None
        assert chosen([TREE], GENERAL, None) is None

    def test_one_is_due_where_a_tree_is_mandatory(self) -> None:
        due, other = replace(TREE, is_mandatory=True), replace(TREE, id=TreeId("b"), name="B")
        with pytest.raises(TypificationRequiredError) as caught:
            chosen([due, other], GENERAL, None)
        trees = [{"id": "cobranza", "name": "Cobranza"}, {"id": "b", "name": "B"}]
        assert caught.value.facts == {"trees": trees}
        assert chosen([due, other], GENERAL, Choice("b", "HOY")) is not None

    @pytest.mark.parametrize(
        ("choice", "error"),
        [
            (Choice("nowhere", "HOY"), UnknownTypificationError),
            (Choice("cobranza", "NOSUCH"), UnknownTypificationError),
            (Choice("cobranza", "PROMESA"), TypificationNotChoosableError),
            (Choice("cobranza", "VIEJO"), TypificationNotChoosableError),
        ],
    )
    def test_what_cannot_be_chosen_is_refused(self, choice: Choice, error: type[HiloError]) -> None:
        tree = replace(TREE, nodes=(*NODES, node("VIEJO", is_retired=True)))
        with pytest.raises(error):
            chosen([tree], GENERAL, choice)

    def test_a_tree_of_another_queue_is_unknown_here(self) -> None:
        tree = replace(TREE, queue_ids=frozenset({COBRANZAS}))
        with pytest.raises(UnknownTypificationError):
            chosen([tree], GENERAL, Choice("cobranza", "HOY"))
