#include "app/commands/database_work.hpp"

#include "app/options.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>

namespace gavel::app {

int with_pool(const std::string& config_file, std::function<boost::asio::awaitable<int>(pg::pool&)> work) {
    options chosen;
    load(chosen, config_file);
    boost::asio::io_context io(1);
    pg::pool pool(io, chosen.pg);
    std::exception_ptr failure;
    int exit_code = 1;
    boost::asio::co_spawn(io, work(pool), [&](std::exception_ptr e, int code) {
        failure = e;
        exit_code = code;
        io.stop();
    });
    io.run();
    if (failure) std::rethrow_exception(failure);
    return exit_code;
}

}  // namespace gavel::app
