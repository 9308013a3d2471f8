"""My posts, and the page of one post: who held it when, who stands in, and the forms that give it to somebody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import handovers, leaves, lifecycle
from cases.desk import held, portrait_form, post_forms
from cases.desk.door import account_page
from cases.models import Handover
from grids import colleagues, hats, permissions, roster
from grids.models import Leave, Post

SHOWN = 30  # of each list on the page of a post


@require_safe
@account_page
def posts(request: HttpRequest, scope, now) -> HttpResponse:
    """List what I hold and stand in for; who staffs other posts looks for them here."""
    words = request.GET.get("place", "").strip()[:40]
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "seats": held.seats(scope, now),
        "shows_photo": portrait_form.is_offered(scope) or bool(request.user.portrait),
        "to_confirm": Handover.objects.waiting_for(request.user).with_people(),
        "staffs_others": permissions.staffs_others(scope),
        "place": words,
        "found": held.found(scope, words, now) if words else [],
        "most": held.MOST,
    }
    return render(request, "desk/posts.html", context)


@require_safe
@account_page
def post(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Show one post; 404 outside the person's scope."""
    return show(request, scope, now, visible_post(scope, pk))


@require_http_methods(["GET", "POST"])
@account_page
def hand_over(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Hand a post over to a successor, now; who only looks is led to the post, where the form stands."""
    if request.method == "GET":
        return redirect("desk-post", pk=pk)

    def done(handover):
        words = gettext("The post is filled. The list %(number)s waits for its new holder to confirm it.")
        if handover.from_person:
            words = gettext("Handed over. The list %(number)s waits for both to confirm it.")
        messages.success(request, words % {"number": handover.number})
        return redirect("desk-handover", pk=handover.pk)

    return run(request, scope, now, pk, post_forms.HandOver, "hand_over", done)


@require_http_methods(["GET", "POST"])
@account_page
def leave(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Name a deputy for some days; who only looks is led to the post."""
    if request.method == "GET":
        return redirect("desk-post", pk=pk)

    def done(begun):
        messages.success(request, gettext("%(deputy)s stands in during these days.") % {"deputy": begun.deputy})
        return redirect("desk-post", pk=pk)

    return run(request, scope, now, pk, post_forms.GoOnLeave, "leave", done)


@require_POST
@account_page
def end_leave(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """End a leave now."""
    visible = permissions.posts_visible_to(scope)
    found = Leave.objects.select_related("post__grid", "person").filter(pk=pk, post__in=visible).first()
    if found is None:
        raise Http404(str(pk))
    try:
        leaves.end(found, by=scope, now=now)
    except (lifecycle.NotPermitted, lifecycle.NotPossible) as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, gettext("The leave is over."))
    return redirect("desk-post", pk=found.post_id)


@require_POST
@account_page
def hat(request: HttpRequest, scope, now) -> HttpResponse:
    """Work as one of my posts, or as all of them, and begin at the desk."""
    chosen = request.POST.get("post", "")
    if not chosen:
        hats.take_off(request)
    elif not chosen.isdecimal() or hats.put_on(request, scope, int(chosen)) is None:
        messages.error(request, gettext("This is not one of your posts."))
    return redirect("desk")


def visible_post(scope, pk: int) -> Post:
    """Return a post with its place; 404 outside the person's scope."""
    found = permissions.posts_visible_to(scope).with_places().filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def run(request, scope, now, pk, kind, name, done) -> HttpResponse:
    """Check one of the two forms, do it, and translate what the domain answers into a page."""
    found = visible_post(scope, pk)
    posting = roster.posting_at(found, now)
    if posting is None and kind is post_forms.GoOnLeave:
        return show(request, scope, now, found, refusal=gettext("Nobody holds this post now."), status=409)
    form = kind(found, posting, colleagues.of(found, now), scope, now, request.POST)
    if not form.is_valid():
        return show(request, scope, now, found, status=422, **{name: form})
    if form.is_stale():
        words = gettext("The post has changed hands meanwhile.")
        return show(request, scope, now, found, refusal=words, status=409)
    try:
        return done(form.run())
    except lifecycle.Incomplete as error:
        for field, message in error.errors.items():
            form.add_error(field, message)
        return show(request, scope, now, found, status=422, **{name: form})
    except lifecycle.NotPossible as error:
        return show(request, scope, now, found, refusal=error.reason, status=409, **{name: form})
    except lifecycle.NotPermitted as error:
        return show(request, scope, now, found, refusal=error.reason, status=403, **{name: form})


def show(request, scope, now, found: Post, *, hand_over=None, leave=None, refusal="", status=200) -> HttpResponse:
    """Render the page of a post, with typed forms or the reason why not."""
    posting = roster.posting_at(found, now)
    may = permissions.may_staff(found, posting.person if posting else None, scope)
    leaves_of_it = list(found.leaves.with_people()[:SHOWN])
    near = colleagues.of(found, now) if may else []
    if may:
        hand_over = hand_over or post_forms.HandOver(found, posting, near, scope, now)
    if may and posting:
        stood_in = next((row.deputy for row in leaves_of_it if row.person_id == posting.person_id), None)
        leave = leave or post_forms.GoOnLeave(found, posting, near, scope, now, stood_in=stood_in)
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "post": found,
        "posting": posting,
        "may": may,
        "hand_over": hand_over if may else None,
        "leave": leave if may and posting else None,
        "holders": handovers.holders_of(found)[:SHOWN],
        "leaves": leaves_of_it,
        "lists": handovers.visible_to(scope).filter(post=found)[:SHOWN],
        "refusal": refusal,
    }
    return render(request, "desk/post.html", context, status=status)
