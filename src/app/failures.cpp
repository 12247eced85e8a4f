#include "app/failures.hpp"

#include "platform/http/problems.hpp"
#include "platform/observe/log.hpp"
#include "platform/pg/error.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/storage/error.hpp"

namespace gavel::app {
namespace {

constexpr int retry_after_s = 2;

error come_back() {
    boost::json::object fields;
    fields["retry_after_s"] = retry_after_s;
    return error(http::unavailable, std::move(fields));
}

}  // namespace

std::optional<error> translate(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const pg::unavailable& e) {
        log::warning("postgresql.unavailable", "error", e.what());
        return come_back();
    } catch (const storage::unavailable& e) {
        log::warning("storage.unavailable", "error", e.what());
        return come_back();
    } catch (const runtime::overloaded&) {
        return come_back();
    } catch (...) {
        return std::nullopt;
    }
}

}  // namespace gavel::app
