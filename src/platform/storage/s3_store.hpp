// Files in a bucket. Uploads go straight from the browser to signed addresses; those larger than a part in parts, so that a lost connection
// costs no more than one of them.
#pragma once
#include "platform/s3/client.hpp"
#include "platform/storage/store.hpp"

namespace gavel::storage {

// The least that stores take as a part; R2 wants equal ones.
inline constexpr std::uint64_t part_bytes = 5 * 1024 * 1024;

class s3_store final : public store {
public:
    s3_store(boost::asio::io_context& io, const s3::options& chosen, metrics::registry* numbers) : client_(io, chosen, numbers) {}

    awaitable<void> put(std::string key, std::shared_ptr<const std::string> content, std::string content_type, deadline until) override;
    awaitable<std::optional<object>> get(std::string key, std::size_t bytes_max, deadline until) override;
    awaitable<std::optional<std::string>> get_range(std::string key, std::uint64_t from, std::size_t count, deadline until) override;
    awaitable<std::optional<facts>> head(std::string key, deadline until) override;
    awaitable<void> remove(std::string key, deadline until) override;
    awaitable<page> list(std::string prefix, std::string next, deadline until, int limit) override;

    awaitable<std::string> begin_upload(upload u, deadline until) override;
    awaitable<std::vector<piece>> missing(upload u, deadline until) override;
    awaitable<bool> finish_upload(upload u, deadline until) override;
    awaitable<void> abandon_upload(upload u, deadline until) override;
    awaitable<std::uint64_t> append(upload u, std::uint64_t from, std::string chunk, deadline until) override;

    bool is_direct() const override { return true; }
    awaitable<std::vector<std::string>> prepare(std::string site_origin, deadline until) override;
    awaitable<void> tidy(deadline until) override;
    awaitable<std::vector<std::string>> self_test(std::string site_origin, deadline until) override;

private:
    awaitable<bool> is_there(upload u, deadline until);

    s3::client client_;
};

}  // namespace gavel::storage
