#include "app/commands/database_work.hpp"

#include "app/commands/run_to_end.hpp"
#include "app/options.hpp"

#include <boost/asio/io_context.hpp>

#include <exception>

namespace gavel::app {

int with_pool(const std::string& config_file, std::function<boost::asio::awaitable<int>(pg::pool&)> work) {
    options chosen;
    load(chosen, config_file);
    boost::asio::io_context io(1);
    pg::pool pool(io, chosen.pg);
    return run_to_end(io, work(pool));
}

}  // namespace gavel::app
