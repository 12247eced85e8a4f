#include "platform/pg/connection.hpp"

#include "platform/observe/log.hpp"
#include "platform/pg/error.hpp"
#include "platform/pg/failure.hpp"
#include "platform/pg/timeouts.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <poll.h>

#include <stdexcept>

namespace gavel::pg {
namespace {

using boost::asio::posix::stream_descriptor;

// Compiling a plan takes longer than any of our statements: tens of milliseconds each time.
const statement set_up_sql{"pg.set_up", "select set_config('statement_timeout', $1, false), set_config('jit', 'off', false)"};
const statement rollback_sql{"pg.rollback", "rollback"};

void ignore_notice(void*, const PGresult*) {}

}  // namespace

connection::connection(boost::asio::any_io_executor executor) : socket_(executor), timer_(executor) {}

connection::~connection() { close(); }

void connection::close() {
    broken_ = true;
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
    if (handle_) PQfinish(std::exchange(handle_, nullptr));
}

awaitable<void> connection::open(connect_parameters parameters, deadline until) {
    lent_ = true;
    until_ = until;
    arm();
    try {
        parameters = co_await with_addresses(std::move(parameters));
    } catch (const boost::system::system_error& e) {
        broken_ = true;
        throw unavailable(fmt::format("the host of PostgreSQL cannot be looked up: {}", e.code().message()));
    }
    if (expired_) lose("look up the host");
    std::vector<const char*> keys, values;
    for (const auto& [key, value] : parameters) {
        keys.push_back(key.c_str());
        values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    handle_ = PQconnectStartParams(keys.data(), values.data(), 0);
    if (!handle_) throw std::bad_alloc();
    PQsetNoticeReceiver(handle_, ignore_notice, nullptr);
    co_await connect();
    enter_pipeline();
    lent_ = false;
}

awaitable<void> connection::connect() {
    if (PQstatus(handle_) == CONNECTION_BAD) lose("connect");
    auto next = PGRES_POLLING_WRITING;
    while (next != PGRES_POLLING_OK) {
        watch(PQsocket(handle_));  // libpq may change sockets between steps
        co_await wait(next == PGRES_POLLING_READING ? stream_descriptor::wait_read : stream_descriptor::wait_write);
        next = PQconnectPoll(handle_);
        if (next == PGRES_POLLING_FAILED) lose("connect");
    }
    watch(PQsocket(handle_));
}

void connection::enter_pipeline() {
    if (PQsetnonblocking(handle_, 1) != 0 || PQenterPipelineMode(handle_) != 1) lose("enter pipeline mode");
}

void connection::watch(int descriptor) {
    boost::system::error_code ignored;
    socket_.close(ignored);
    const int duplicate = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (duplicate < 0) lose("watch the socket");
    socket_.assign(duplicate);
}

void connection::lend(deadline until) {
    lent_ = true;
    until_ = until;
    arm();
    const auto wanted = statement_timeout_ms(runtime::left(until));
    if (wanted == statement_timeout_ms_) return;
    parameters p;
    p.add(std::to_string(wanted));
    send(set_up_sql, p);
    mark_end();  // a transaction of its own: a rollback of the next one must not undo it
    statement_timeout_ms_ = wanted;
}

void connection::send(const statement& s, const parameters& p, std::shared_ptr<rows> into) {
    if (broken_) lose("send");
    if (prepared_.insert(&s).second) {
        pending_.push_back({step::prepare, &s, nullptr});
        if (PQsendPrepare(handle_, s.name(), s.sql(), 0, nullptr) != 1) lose("send");
    }
    std::vector<const char*> values;
    values.reserve(p.values().size());
    for (const auto& each : p.values()) values.push_back(each ? each->c_str() : nullptr);
    pending_.push_back({step::execute, &s, std::move(into)});
    if (PQsendQueryPrepared(handle_, s.name(), p.size(), values.data(), nullptr, nullptr, 0) != 1) lose("send");
}

void connection::mark_end() {
    pending_.push_back({step::sync, nullptr, nullptr});
    if (PQpipelineSync(handle_) != 1) lose("send");
}

// What the socket does not take at once follows as it drains, while finish() already reads: neither side can block the other.
void connection::flush() {
    if (!handle_ || writing_ || PQflush(handle_) != 1) return;
    writing_ = true;
    socket_.async_wait(stream_descriptor::wait_write, [self = shared_from_this()](boost::system::error_code problem) {
        self->writing_ = false;
        if (!problem) self->flush();
    });
}

awaitable<rows> connection::finish() {
    if (broken_) lose("send");
    mark_end();
    flush();
    take_results();
    while (!pending_.empty()) {
        co_await wait(stream_descriptor::wait_read);
        if (PQconsumeInput(handle_) != 1) lose("read");
        flush();
        take_results();
    }
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    co_return std::exchange(last_, rows());
}

void connection::take_results() {
    bool ended = false;
    while (!pending_.empty() && !PQisBusy(handle_)) {
        if (auto* const result = PQgetResult(handle_)) {
            take(owned(result));
            ended = false;
        } else if (pending_.front().what != step::sync) {
            pending_.pop_front();  // the end of one command's results
        } else if (std::exchange(ended, true)) {
            return;  // a synchronisation point has no end of its own, except after an error that came with it: one is skipped
        }
    }
}

void connection::take(std::shared_ptr<pg_result> result) {
    const auto& at = pending_.front();
    switch (PQresultStatus(result.get())) {
        case PGRES_PIPELINE_SYNC: pending_.pop_front(); break;
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
            if (at.what != step::execute) break;
            last_ = rows(std::move(result));
            if (at.into) *at.into = last_;
            break;
        case PGRES_PIPELINE_ABORTED:
            if (at.what == step::prepare) prepared_.erase(at.which);
            break;
        default:
            if (at.what == step::prepare) prepared_.erase(at.which);
            if (!failure_) failure_ = failure_of(result.get(), at.which ? at.which->name() : "pg.sync");
    }
}

void connection::send_rollback() {
    if (!pending_.empty()) mark_end();  // the pipeline may be skipping: start a new one
    send(rollback_sql, parameters());
    mark_end();
    flush();
}

awaitable<void> connection::finish_rollback() {
    try {
        co_await finish();
    } catch (const std::exception&) {  // of the statements that are being rolled back
        if (broken_) throw;
    }
}

bool connection::gone() const {
    if (broken_) return true;
    pollfd state{PQsocket(handle_), POLLIN, 0};
    return ::poll(&state, 1, 0) != 0;
}

awaitable<void> connection::wait(stream_descriptor::wait_type what) {
    boost::system::error_code problem;
    if (!expired_) co_await socket_.async_wait(what, boost::asio::redirect_error(boost::asio::use_awaitable, problem));
    if (problem || expired_ || broken_) lose("wait");
}

// The timer is left running between leases and looks at the newest deadline when it fires: no timer work per statement.
void connection::arm() {
    if (armed_ && timer_.expiry() <= until_) return;
    armed_ = true;
    timer_.expires_at(until_);
    timer_.async_wait([weak = weak_from_this()](boost::system::error_code problem) {
        if (problem) return;
        if (const auto self = weak.lock()) self->on_timer();
    });
}

void connection::on_timer() {
    armed_ = false;
    if (!lent_ || broken_) return;
    if (std::chrono::steady_clock::now() < until_) return arm();
    expired_ = true;
    log::warning("pg.deadline_passed", "statement", pending_.empty() || !pending_.front().which ? "" : pending_.front().which->name());
    close();  // the server ends what it was doing there and frees its locks
}

void connection::lose(const char* doing) {
    const auto reason = expired_ ? "the deadline passed" : handle_ ? connection_message(handle_) : "the connection was closed";
    close();
    throw unavailable(fmt::format("PostgreSQL, {}: {}", doing, reason));
}

}  // namespace gavel::pg
