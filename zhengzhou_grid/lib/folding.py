"""Templates whose constant parts are worked out once: words, icons and addresses that are the same on every page.

A page of the desk holds two hundred translated words and a hundred icons, and none of them depends on who looks.
Each language therefore has compiled templates of its own, in which `{% translate "Desk" %}`, `{% icon "x" %}`,
`{% static "…" %}` and `{% url "desk" %}` have become plain text. Templates are written as before. What depends on
the request, a person or a row is never folded; a catalogue that changes comes with a new process, as templates do.
"""

from collections.abc import Iterable
from threading import RLock

from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, Variable
from django.template.defaulttags import IfNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.translation import get_language


def constant(tag):
    """Mark a simple tag whose output follows from its arguments and the language alone."""
    tag.is_constant = True
    return tag


class Loader(cached.Loader):
    """Django's cached loader with a compiled template for each language, its constant parts folded into text."""

    def __init__(self, engine, loaders):
        super().__init__(engine, loaders)
        self.folding = RLock()  # no thread sees a template while another rewrites its lists; templates extend templates

    def cache_key(self, template_name, skip=None) -> str:
        """Return the key of a template as it is folded here and now: by language and by where the site is mounted."""
        return f"{get_language()} {get_script_prefix()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name, skip=None) -> Template:
        with self.folding:
            known = self.get_template_cache.get(self.cache_key(template_name, skip))
            template = super().get_template(template_name, skip)
            if template is not known:
                fold(template.nodelist)
        return template


def fold(nodes: NodeList) -> None:
    """Replace the constant nodes of a list by their text, in place, and join texts that stand side by side."""
    folded: list[Node] = []
    for node in nodes:
        text = _text(node)
        if text is None:
            _fold_inside(node)
            folded.append(node)
        elif folded and type(folded[-1]) is TextNode:
            folded[-1] = TextNode(folded[-1].s + text)
        else:
            folded.append(TextNode(text))
    nodes[:] = folded


def _fold_inside(node: Node) -> None:
    if isinstance(node, LanguageNode):
        return  # its words are not those of the page
    if isinstance(node, IfNode):
        inner = [nodes for _condition, nodes in node.conditions_nodelists]
    else:
        inner = [getattr(node, name, None) for name in node.child_nodelists]
    for nodes in inner:
        if isinstance(nodes, NodeList):
            fold(nodes)


def _text(node: Node) -> str | None:
    """Return what a node always renders to; None where that depends on more than the language."""
    if type(node) is TextNode:
        return node.s
    if not _is_constant(node):
        return None
    try:
        return str(node.render(Context()))
    except NoReverseMatch:
        return None  # for the page to say


def _is_constant(node: Node) -> bool:
    match node:
        case TranslateNode():
            return not (node.asvar or node.noop) and _are_constant([node.filter_expression, node.message_context])
        case StaticNode():
            return node.varname is None and _are_constant([node.path])
        case URLNode():
            name = node.view_name
            plain = not (node.args or node.kwargs or node.asvar)
            return plain and _are_constant([name]) and ":" not in str(name.resolve(Context()))
        case SimpleNode():
            is_marked = getattr(node.func, "is_constant", False) and node.target_var is None and not node.takes_context
            return is_marked and _are_constant([*node.args, *node.kwargs.values()])
    return False


def _are_constant(expressions: Iterable[FilterExpression | None]) -> bool:
    """Tell whether all expressions are bare literals."""
    return all(one is None or (not one.filters and _is_literal(one.var)) for one in expressions)


def _is_literal(var) -> bool:
    return not isinstance(var, Variable) or var.lookups is None
