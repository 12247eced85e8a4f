// A bucket of an S3-compatible store as a place that keeps backups; other things may be in it too.
//
// What fits one chunk is one request; larger files are sent in parts of chunk_bytes, each with its checksum, which the store compares.
// Parts of a file that was not finished are removed by the next call, or, if there is none, by the first one a day later.
#pragma once
#include "modules/backup/target.hpp"
#include "platform/s3/client.hpp"
#include "platform/s3/error.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <utility>

namespace gavel::backup {

class s3_target : public target {
public:
    // `prefix`: what all keys begin with. `pause`: the unit of waiting while the store cannot be reached, less in tests.
    // std::invalid_argument with a sentence for the operator.
    s3_target(boost::asio::io_context& io, const s3::options& chosen, std::string prefix,
              std::chrono::milliseconds pause = std::chrono::seconds(1));

    std::string description() const override;
    awaitable<std::unique_ptr<outgoing_file>> create(std::string name, deadline until) override;
    awaitable<std::vector<stored_file>> list(std::string prefix, deadline until) override;
    awaitable<std::optional<std::string>> read(std::string name, std::uint64_t from, std::size_t count, deadline until) override;
    awaitable<void> remove(std::string name, deadline until) override;
    awaitable<std::optional<std::uint64_t>> room(deadline until) override;  // no store says
    awaitable<std::vector<std::string>> self_test(deadline until) override;

private:
    class outgoing;

    std::string key_of(const std::string& name) const;
    template <class Ask>
    std::invoke_result_t<Ask> patiently(Ask ask, const char* task, deadline until);
    [[noreturn]] void refuse(const s3::refused& e, const char* task) const;
    awaitable<void> tidy(deadline until);
    awaitable<void> drop_old_uploads(deadline until);

    s3::client client_;
    const std::string prefix_;
    const std::chrono::milliseconds pause_;
    std::vector<std::pair<std::string, std::string>> abandoned_;  // key and upload
    bool swept_ = false;
};

}  // namespace gavel::backup
