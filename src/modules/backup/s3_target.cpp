#include "modules/backup/s3_target.hpp"

#include "base/digest.hpp"
#include "base/random.hpp"
#include "modules/backup/file_name.hpp"
#include "modules/backup/self_test.hpp"
#include "platform/observe/log.hpp"
#include "platform/s3/self_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <span>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr const char* object_type = "application/octet-stream";
constexpr int rounds_max = 10;      // of the client's own attempts; with a pause of a second, about four minutes
constexpr int pause_doublings = 6;  // a minute at most
constexpr auto self_test_within = 20s;
constexpr std::chrono::hours upload_kept{24};
constexpr std::size_t parts_max = 10'000;

// Text without the quotation marks around it.
std::string_view unquoted(std::string_view etag) {
    if (etag.starts_with('"')) etag.remove_prefix(1);
    if (etag.ends_with('"')) etag.remove_suffix(1);
    return etag;
}

// What stores call an object that they have put together of these parts, if they name parts after their MD5.
std::string etag_of(const std::vector<s3::part>& parts) {
    digest whole(digest::kind::md5);
    for (const auto& each : parts) {
        const auto sum = unhex(unquoted(each.etag));
        if (!sum) return {};
        whole.add(std::string_view(reinterpret_cast<const char*>(sum->data()), sum->size()));
    }
    return fmt::format("{}-{}", whole.hex(), parts.size());
}

}  // namespace

void s3_target::refuse(const s3::refused& e, const char* task) const {
    using why = target_failure::reason;
    const auto& chosen = client_.settings();
    constexpr std::array full{std::string_view("QuotaExceeded"), std::string_view("InsufficientStorage"),
                              std::string_view("XMinioStorageFull")};
    constexpr std::array changed{std::string_view("BadDigest"), std::string_view("XAmzContentSHA256Mismatch"),
                                 std::string_view("InvalidPart"), std::string_view("IncompleteBody")};
    if (std::find(full.begin(), full.end(), e.code) != full.end())
        throw target_failure(why::full,
                             fmt::format("No room is left for {}: raise its quota at the store, or keep fewer backups.", description()));
    if (std::find(changed.begin(), changed.end(), e.code) != changed.end())
        throw target_failure(why::damaged, fmt::format("What arrived in {} is not what was sent ({}).", description(), e.code));
    if (e.code == "NoSuchBucket")
        throw target_failure(why::not_allowed, fmt::format("There is no bucket {0} at {1}: make it there, or mend {2}bucket.",
                                                           chosen.bucket, client_.inside().origin(), chosen.prefix));
    throw target_failure(why::not_allowed, s3::advice(e, chosen, task));
}

// Asks until there is an answer. A refusal is one.
template <class Ask>
std::invoke_result_t<Ask> s3_target::patiently(Ask ask, const char* task, deadline until) {
    for (int round = 1;; ++round) {
        std::string reason;
        try {
            co_return co_await ask();
        } catch (const s3::refused& e) {
            refuse(e, task);
        } catch (const s3::unavailable& e) {
            reason = e.what();
        } catch (const s3::malformed_answer& e) {
            throw target_failure(target_failure::reason::not_allowed,
                                 fmt::format("{} does not answer as an S3 store: {}. Mend {}endpoint.", client_.inside().origin(), e.what(),
                                             client_.settings().prefix));
        }
        const auto pause = pause_ * (1 << std::min(round - 1, pause_doublings));
        if (round == rounds_max || runtime::left(until) <= pause)
            throw target_failure(target_failure::reason::unreachable, fmt::format("The store cannot {}: {}.", task, reason));
        log::warning("backup.store_waited_for", "round", round, "reason", reason);
        co_await runtime::sleep_until(runtime::within(pause));
    }
}

class s3_target::outgoing : public outgoing_file {
public:
    outgoing(s3_target& to, std::string name) : to_(to), name_(std::move(name)), key_(to.key_of(name_)) {}
    ~outgoing() override {
        if (!upload_.empty()) to_.abandoned_.emplace_back(key_, upload_);
    }

    awaitable<void> append(std::shared_ptr<const std::string> chunk, deadline until) override {
        if (upload_.empty()) {
            const auto begin = [&] { return to_.client_.begin_parts(key_, object_type, until); };
            upload_ = co_await to_.patiently(begin, "write objects", until);
        }
        co_await send(std::move(chunk), until);
    }

    awaitable<stored_file> finish(std::shared_ptr<const std::string> rest, deadline until) override {
        if (upload_.empty()) co_await put_whole(std::move(rest), until);
        else co_await put_together(std::move(rest), until);
        const auto look = [&] { return to_.client_.head(key_, until); };
        const auto there = co_await to_.patiently(look, "read objects", until);
        if (!there || there->bytes != bytes_) co_await reject(until);
        stored_file done;
        done.name = name_;
        done.bytes = bytes_;
        done.created = there->modified;
        co_return done;
    }

private:
    awaitable<void> send(std::shared_ptr<const std::string> chunk, deadline until) {
        if (parts_.size() == parts_max) throw std::logic_error("more parts than an object may have");
        const int number = static_cast<int>(parts_.size()) + 1;
        const auto put = [&] { return to_.client_.put_part(key_, upload_, number, chunk, until); };
        auto sent = co_await to_.patiently(put, "write objects", until);
        if (!sent) forgotten();
        parts_.push_back(std::move(*sent));
        bytes_ += chunk->size();
    }

    awaitable<void> put_whole(std::shared_ptr<const std::string> content, deadline until) {
        const auto put = [&] { return written(content, until); };
        co_await to_.patiently(put, "write objects", until);
        bytes_ += content->size();
    }
    awaitable<bool> written(std::shared_ptr<const std::string> content, deadline until) {
        co_await to_.client_.put(key_, std::move(content), object_type, until);
        co_return true;
    }

    awaitable<void> put_together(std::shared_ptr<const std::string> rest, deadline until) {
        if (!rest->empty()) co_await send(std::move(rest), until);
        const auto complete = [&] { return completed(until); };
        const bool known = co_await to_.patiently(complete, "write objects", until);
        if (!known) {
            // Forgotten; or an earlier attempt has completed it, and its answer was lost.
            const auto look = [&] { return to_.client_.head(key_, until); };
            const auto there = co_await to_.patiently(look, "read objects", until);
            if (!there || unquoted(there->etag) != etag_of(parts_)) forgotten();
        }
        upload_.clear();
    }

    // False: no such upload. Some stores call completing one that is gone a failure of theirs; they are asked for its parts, too.
    awaitable<bool> completed(deadline until) {
        std::exception_ptr failure;
        try {
            co_return co_await to_.client_.complete_parts(key_, upload_, parts_, until);
        } catch (const s3::refused&) {
            throw;
        } catch (const s3::unavailable&) {
            failure = std::current_exception();
        }
        const auto kept = co_await to_.client_.parts(key_, upload_, until);
        if (kept) std::rethrow_exception(failure);
        co_return false;
    }

    [[noreturn]] void forgotten() {
        upload_.clear();
        throw target_failure(target_failure::reason::begin_again,
                             fmt::format("The store has forgotten what was sent of {}; it is to be sent again.", name_));
    }

    awaitable<void> reject(deadline until) {
        co_await to_.remove(name_, until);
        throw target_failure(target_failure::reason::damaged,
                             fmt::format("{} has stored something else than was sent for {}; it was removed.", to_.description(), name_));
    }

    s3_target& to_;
    const std::string name_, key_;
    std::string upload_;  // empty: none was begun, or it has ended
    std::vector<s3::part> parts_;
    std::uint64_t bytes_ = 0;
};

s3_target::s3_target(boost::asio::io_context& io, const s3::options& chosen, std::string prefix, std::chrono::milliseconds pause)
    : client_(io, chosen),
      prefix_(std::move(prefix)),
      pause_(pause) {
    if (!prefix_.empty() && (!prefix_.ends_with('/') || !is_file_name(std::string_view(prefix_).substr(0, prefix_.size() - 1))))
        throw std::invalid_argument(fmt::format("{}prefix: \"{}\" is not like gavel-backup/", chosen.prefix, prefix_));
}

std::string s3_target::description() const {
    return fmt::format("the bucket {} at {}", client_.settings().bucket, client_.inside().origin());
}

std::string s3_target::key_of(const std::string& name) const {
    require_file_name(name);
    return prefix_ + name;
}

awaitable<std::unique_ptr<outgoing_file>> s3_target::create(std::string name, deadline until) {
    auto file = std::make_unique<outgoing>(*this, std::move(name));
    co_await tidy(until);
    co_return file;
}

// What is left of files that were not finished. The next one will do it if the store does not feel like it now.
awaitable<void> s3_target::tidy(deadline until) {
    try {
        while (!abandoned_.empty()) {
            auto [key, upload] = std::move(abandoned_.back());
            abandoned_.pop_back();
            co_await client_.abandon_parts(std::move(key), std::move(upload), until);
        }
        if (!swept_) co_await drop_old_uploads(until);
        swept_ = true;
    } catch (const std::runtime_error& e) {
        log::warning("backup.store_not_tidied", "reason", e.what());
    }
}

awaitable<void> s3_target::drop_old_uploads(deadline until) {
    const auto before = std::chrono::system_clock::now() - upload_kept;
    const auto all = co_await client_.unfinished(prefix_, until);
    for (const auto& each : all)
        if (each.begun < before && each.key.starts_with(prefix_)) co_await client_.abandon_parts(each.key, each.upload, until);
}

awaitable<std::vector<stored_file>> s3_target::list(std::string prefix, deadline until) {
    std::vector<stored_file> files;
    std::string token;
    do {
        const auto ask = [&] { return client_.list(prefix_ + prefix, token, until); };
        auto page = co_await patiently(ask, "list objects", until);
        for (const auto& each : page.objects) {
            stored_file one;
            one.name = each.key.substr(prefix_.size());
            one.bytes = each.bytes;
            one.created = each.modified;
            if (is_file_name(one.name)) files.push_back(std::move(one));
        }
        token = std::move(page.next);
    } while (!token.empty());
    co_return files;
}

awaitable<std::optional<std::string>> s3_target::read(std::string name, std::uint64_t from, std::size_t count, deadline until) {
    const auto key = key_of(name);
    // There is no range of no bytes.
    const auto ask = [&] { return client_.get_range(key, from, std::max<std::size_t>(count, 1), until); };
    auto content = co_await patiently(ask, "read objects", until);
    if (content && content->size() > count) content->resize(count);
    co_return content;
}

awaitable<void> s3_target::remove(std::string name, deadline until) {
    const auto key = key_of(name);
    const auto ask = [&]() -> awaitable<bool> {
        co_await client_.remove(key, until);
        co_return true;
    };
    co_await patiently(ask, "delete objects", until);
}

awaitable<std::optional<std::uint64_t>> s3_target::room(deadline) { co_return std::nullopt; }

awaitable<std::vector<std::string>> s3_target::self_test(deadline until) {
    const auto soon = std::min(until, runtime::within(self_test_within));
    co_return co_await tried_out(*this, soon);
}

}  // namespace gavel::backup
