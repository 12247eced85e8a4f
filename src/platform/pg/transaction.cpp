#include "platform/pg/lease.hpp"
#include "platform/pg/pool.hpp"

#include <stdexcept>

namespace gavel::pg {
namespace {

const statement begin_sql{"pg.begin", "begin"};
const statement commit_sql{"pg.commit", "commit"};

lease& require(const std::unique_ptr<lease>& l) {
    if (!l) throw std::logic_error("the transaction has ended");
    return *l;
}

}  // namespace

const rows& reply::get() const {
    if (promised_->command().empty()) throw std::logic_error("an answer is read before the transaction has awaited it");
    return *promised_;
}

transaction::transaction(std::unique_ptr<lease> l) : lease_(std::move(l)) {}
transaction::transaction(transaction&&) noexcept = default;
transaction& transaction::operator=(transaction&&) noexcept = default;
transaction::~transaction() = default;

deadline transaction::until() const { return require(lease_).until(); }

void transaction::after_commit(std::function<void()> callback) { require(lease_).after_commit.push_back(std::move(callback)); }

void transaction::send(const statement& s, parameters p, std::shared_ptr<rows> into) {
    auto& taken = require(lease_);
    if (!std::exchange(taken.open, true)) taken.link().send(begin_sql, parameters());
    taken.link().send(s, p, std::move(into));
}

awaitable<rows> transaction::run(const statement& s, parameters p) {
    send(s, std::move(p));
    co_return co_await lease_->finish(s);
}

awaitable<std::optional<row>> transaction::run_one(const statement& s, parameters p) {
    const auto found = co_await run(s, std::move(p));
    co_return at_most_one(found, s);
}

awaitable<std::int64_t> transaction::run_exec(const statement& s, parameters p) {
    const auto done = co_await run(s, std::move(p));
    co_return done.affected();
}

awaitable<void> transaction::commit() {
    auto& taken = require(lease_);
    if (taken.open) {
        taken.link().send(commit_sql, parameters());
        const auto done = co_await taken.finish(commit_sql);
        taken.open = false;
        // COMMIT of a transaction in which something failed answers with success and the word ROLLBACK.
        if (done.command() != "COMMIT") throw std::logic_error("commit after a failed statement: nothing was kept");
    }
    const auto callbacks = std::move(taken.after_commit);
    lease_.reset();  // others may use the connection already
    for (const auto& callback : callbacks) callback();
}

awaitable<void> transaction::rollback() {
    const auto ended = std::exchange(lease_, nullptr);
    if (!require(ended).open) co_return;
    ended->link().send_rollback();
    co_await ended->link().finish_rollback();
    ended->open = false;
}

}  // namespace gavel::pg
