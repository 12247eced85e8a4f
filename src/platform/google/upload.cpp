#include "platform/google/upload.hpp"

#include "platform/google/pace.hpp"
#include "platform/google/pause.hpp"
#include "platform/google/wire.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace gavel::google {
namespace {

constexpr int resume_incomplete = 308;

verdict judged(const http_client::response& answer) {
    auto v = judge(answer.status, answer.body);
    if (answer.status == resume_incomplete) v = verdict(remedy::nothing, {}, answer.status);
    return v;
}

}  // namespace

// A session's address may come again and again; each is good only on the machine that we asked.
awaitable<void> upload::begin(deadline until) {
    http_client::request r("POST", drive_.upload_url("resumable"));
    r.headers.emplace_back("Content-Type", "application/json; charset=UTF-8");
    r.headers.emplace_back("X-Upload-Content-Type", "application/octet-stream");
    r.body = std::make_shared<const std::string>(boost::json::serialize(what_.json()));
    const auto answer = co_await drive_.through().send(std::move(r), until);
    const auto where = answer.header_of("location");
    if (!where || !same_origin(*where, drive_.where().api_url))
        throw failure(verdict(remedy::defect, "session_without_address", answer.status));
    session_ = std::string(*where);
    stored_ = 0;
}

http_client::request upload::next_request(bool ask, bool last) const {
    http_client::request r("PUT", session_);
    const auto total = last ? std::optional(end()) : std::nullopt;
    const auto skipped = static_cast<std::size_t>(stored_ - window_from_);
    const auto count = ask ? 0 : sendable(window_->size() - skipped, last);
    r.headers.emplace_back("Content-Range", content_range(stored_, count, total));
    if (count == 0) return r;
    r.headers.emplace_back("Content-Type", "application/octet-stream");
    r.body = count == window_->size() ? window_ : std::make_shared<const std::string>(window_->substr(skipped, count));
    return r;
}

// True if the answer moved us on.
bool upload::take_answer(const http_client::response& answer) {
    if (answer.status != resume_incomplete) {
        done_ = read_file(object_of(answer.body));
        return true;
    }
    if (const auto moved = answer.header_of("location")) {
        if (!same_origin(*moved, drive_.where().api_url)) throw failure(verdict(remedy::defect, "session_moved_away", answer.status));
        session_ = std::string(*moved);
    }
    const auto now = stored_bytes(answer.header_of("range"));
    // More than was sent, or less than is still here: this session holds something else.
    if (!now || *now > end() || *now < window_from_) throw failure(verdict(remedy::gone, "position_lost", answer.status));
    const bool moved_on = *now > stored_;
    stored_ = *now;
    return moved_on;
}

// After the session is gone: the file may be complete all the same, or everything may still be here. False: neither.
awaitable<bool> upload::recover(deadline until) {
    const auto there = co_await drive_.find(what_.id, until);
    if (there && !there->trashed) {
        done_ = *there;
        co_return true;
    }
    if (window_from_ > 0) co_return false;
    co_await begin(until);
    co_return true;
}

awaitable<void> upload::exchange(bool last, deadline until) {
    bool ask = false, renewed = false;
    int failures = 0;
    while (!done_) {
        const auto left = static_cast<std::size_t>(end() - stored_);
        if (!ask && !last && sendable(left, last) == 0) co_return;
        verdict v;
        std::optional<std::chrono::seconds> at_least;
        auto request = next_request(ask, last);
        try {
            const auto answer = co_await drive_.through().once(std::move(request), until);
            v = judged(answer);
            at_least = wanted_pause(answer);
            if (v.helps == remedy::nothing) {
                const bool moved_on = take_answer(answer);
                const bool answered = ask;
                ask = false;
                if (moved_on) failures = 0;
                // An answer to a question is progress only if it moves; a chunk of which nothing is kept must not go on for ever.
                if (moved_on || answered) continue;
                v = verdict(remedy::wait, "nothing_stored", answer.status);
            }
        } catch (const http_client::failure& e) {
            v = verdict(remedy::wait, unreached(e), 0);
        } catch (const failure& e) {
            v = e.why;
        }
        if (v.helps == remedy::renew && !renewed) {
            renewed = true;
            drive_.through().forget_token();
            ask = true;
            continue;
        }
        if (v.helps == remedy::gone || v.helps == remedy::reread) {
            if (++failures >= attempts_max) throw failure(std::move(v));
            const bool recovered = co_await recover(until);
            if (!recovered) throw failure(verdict(remedy::gone, std::string(session_lost), v.status));
            ask = false;
            continue;
        }
        if (v.helps != remedy::wait || ++failures >= attempts_max) throw failure(std::move(v));
        co_await rest(failures, drive_.through().pause(), at_least, until, v);
        ask = true;
    }
}

awaitable<void> upload::send(std::shared_ptr<const std::string> bytes, bool last, deadline until) {
    // What Google did not take, less than a unit, goes before the new bytes.
    const auto kept = static_cast<std::size_t>(stored_ - window_from_);
    if (kept < window_->size()) window_ = std::make_shared<const std::string>(window_->substr(kept) + *bytes);
    else window_ = std::move(bytes);
    window_from_ = stored_;
    if (session_.empty()) co_await begin(until);
    co_await exchange(last, until);
    if (last && !done_) throw failure(verdict(remedy::defect, "unfinished", 0));
}

}  // namespace gavel::google
