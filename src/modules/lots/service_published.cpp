// What a seller may still do with a lot that was published: edit it while nobody relies on it, add to it, offer it again.
#include "modules/lots/errors.hpp"
#include "modules/lots/markdown.hpp"
#include "modules/lots/repository.hpp"
#include "modules/lots/service.hpp"
#include "platform/http/problems.hpp"

#include <algorithm>

namespace gavel::lots {

namespace json = boost::json;

awaitable<result<own_lot>> service::change_published(pg::transaction& tx, lot found, edit e) {
    // The seller's view joins description and additions; sent back unchanged it is no edit.
    const auto& description = e.description.value;
    if (description && description == joined_description(*found.content.description, found.additions)) e.description = {};
    if (!e.changes_content()) {
        if (e.addition) co_return co_await append(tx, std::move(found), std::move(*e.addition));
        const auto state = co_await auction_.state_of(tx, found.id);
        co_return own_lot{std::move(found), state};
    }
    const auto running = co_await auction_.begin_edit(tx, found.id);
    if (!running) co_return std::unexpected(running.error());
    if (e.addition) co_return refuse_field("description_addition", "not_allowed");
    if (e.description.given && !found.additions.empty()) co_return refuse_field("description", "not_allowed");

    const auto after = co_await checked(tx, found.content, std::move(e));
    if (!after) co_return std::unexpected(after.error());
    const auto complete = require_complete(*after);
    if (!complete) co_return std::unexpected(complete.error());
    const auto runs = reschedule(found.content, *after, running->ends_at);
    if (!runs) co_return std::unexpected(runs.error());
    auto fields = changed_fields(found.content, *after);
    if (fields.empty()) co_return own_lot{std::move(found), lot_state::running};

    found.content = std::move(*after);
    found.updated_at = co_await repository::update_content(tx, found.id, found.content);
    co_await auction_.edited(tx, terms_of(found, *runs, running->now), std::move(fields));
    co_await tx.commit();
    announce(found.id);
    co_return own_lot{std::move(found), lot_state::running};
}

// What bidders rely on never changes; it can only be added to (auction-rules 2.1).
awaitable<result<own_lot>> service::append(pg::transaction& tx, lot found, std::string text) {
    const auto state = co_await auction_.state_of(tx, found.id);
    if (state != lot_state::running) co_return refuse(not_running);
    if (found.additions.size() >= additions_max) co_return refuse(too_many_additions);
    const auto now = co_await repository::clock(tx);
    co_await repository::add_addition(tx, found.id, static_cast<std::int64_t>(found.additions.size()) + 1, text, now);
    co_await tx.commit();
    announce(found.id);
    found.additions.push_back({std::move(text), now});
    found.updated_at = now;
    co_return own_lot{std::move(found), state};
}

awaitable<result<own_lot>> service::relist(account_id seller, lot_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto ended = co_await repository::lock_own(tx, seller, id);
    if (!ended) co_return refuse(no_such_lot);
    const auto again = co_await repository::find_relisted(tx, id);
    if (again) {
        auto found = co_await repository::find_own(tx, seller, *again);
        auto state = lot_state::draft;
        if (found->published) state = co_await auction_.state_of(tx, *again);
        co_return own_lot{std::move(*found), state};
    }
    const bool relistable = ended->published && co_await auction_.may_relist(tx, id);
    if (!relistable) co_return refuse(not_relistable);
    const auto may = co_await may_add_draft(tx, seller);
    if (!may) co_return std::unexpected(may.error());
    auto draft = co_await repository::insert_draft(tx, seller, relisted(*ended), id);
    if (relisted_) co_await relisted_(tx, seller, id, draft.id);
    co_await tx.commit();
    co_return own_lot{std::move(draft), lot_state::draft};
}

}  // namespace gavel::lots
