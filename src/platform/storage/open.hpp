// The store that the settings name.
#pragma once
#include "platform/observe/metrics.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/storage/options.hpp"
#include "platform/storage/store.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>

namespace gavel::storage {

// Touches nothing yet. std::invalid_argument naming the option at fault. Everything outlives the store; `numbers` may be null.
std::unique_ptr<store> open(boost::asio::io_context& io, const options& chosen, runtime::worker_pool& workers, metrics::registry* numbers);

// Where browsers send uploads, as scheme://host; empty: to us. For the content policy of pages.
std::string upload_origin(const options& chosen);

}  // namespace gavel::storage
