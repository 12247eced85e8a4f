// Google Drive as a place that keeps backups: one folder, files under ids reserved beforehand.
//
// A file is uploaded with the label "incoming" and gets "file" once its checksum was compared; only then it is listed. Names are not unique
// in Drive: of several files with one name the newest counts, and whoever finishes one removes the others.
#pragma once
#include "modules/backup/google_options.hpp"
#include "modules/backup/target.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>

namespace gavel::backup {

class google_target : public target {
public:
    // std::invalid_argument with a sentence for the operator. `pause`: the unit of waiting between attempts, less in tests.
    google_target(boost::asio::io_context& io, const google_options& chosen, std::chrono::milliseconds pause = std::chrono::seconds(1));
    ~google_target() override;

    std::string description() const override;
    awaitable<std::unique_ptr<outgoing_file>> create(std::string name, deadline until) override;
    awaitable<std::vector<stored_file>> list(std::string prefix, deadline until) override;
    awaitable<std::optional<std::string>> read(std::string name, std::uint64_t from, std::size_t count, deadline until) override;
    awaitable<void> remove(std::string name, deadline until) override;
    awaitable<std::optional<std::uint64_t>> room(deadline until) override;
    awaitable<std::vector<std::string>> self_test(deadline until) override;
    awaitable<google::quota> account(deadline until);  // whose it is, and what is used

private:
    class outgoing;

    awaitable<std::string> folder(deadline until);
    awaitable<std::vector<google::file>> named(std::string name, deadline until);
    awaitable<std::optional<std::string>> id_of(std::string name, deadline until);
    awaitable<void> settle(google::file done, deadline until);
    awaitable<void> discard(std::string id, deadline until);
    awaitable<void> sweep(deadline until);

    const google_options options_;
    const std::chrono::milliseconds pause_;
    http_client::client web_;
    google::tokens tokens_;
    google::api api_;
    google::drive drive_;
    std::string folder_;
    std::string read_name_, read_id_;  // the file that was read last
    bool swept_ = false;
};

}  // namespace gavel::backup
