#include "platform/storage/open.hpp"

#include "platform/s3/place.hpp"
#include "platform/storage/disk_store.hpp"
#include "platform/storage/s3_store.hpp"

namespace gavel::storage {

std::unique_ptr<store> open(boost::asio::io_context& io, const options& chosen, runtime::worker_pool& workers, metrics::registry* numbers) {
    if (chosen.s3.endpoint.empty()) return std::make_unique<disk_store>(chosen.folder, workers);
    return std::make_unique<s3_store>(io, chosen.s3, numbers);
}

std::string upload_origin(const options& chosen) {
    const auto& s3 = chosen.s3;
    if (s3.endpoint.empty()) return {};
    return s3::place(s3.public_endpoint.empty() ? s3.endpoint : s3.public_endpoint, s3.bucket, s3.path_style, "s3.public_endpoint")
        .origin();
}

}  // namespace gavel::storage
