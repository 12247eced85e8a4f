#include "tests/support/pg.hpp"

#include "migrations/embedded.hpp"
#include "platform/pg/migrator/blocking.hpp"
#include "platform/pg/migrator/migrator.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace gavel::test {
namespace {

const std::string& server_url() {
    static const std::string url = [] {
        const char* given = std::getenv("GAVEL_TEST_PG_URL");
        if (!given || !*given)
            throw std::runtime_error(
                "GAVEL_TEST_PG_URL is not set: it names the PostgreSQL server on which tests make their databases "
                "(`./dev test pg` starts one and sets it)");
        return std::string(given);
    }();
    return url;
}

std::string quoted(const std::string& value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

// The same server, another database; in libpq's key = value form.
std::string url_of(const std::string& database_name) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(server_url().c_str(), nullptr),
                                                                               &PQconninfoFree);
    if (!options) throw std::runtime_error("GAVEL_TEST_PG_URL is not a connection string of libpq");
    std::string url = "dbname=" + database_name;
    for (const auto* each = options.get(); each->keyword; ++each)
        if (each->val && std::string_view(each->keyword) != "dbname") url += fmt::format(" {}={}", each->keyword, quoted(each->val));
    return url;
}

void migrate_template(const std::string& url) {
    std::ostringstream report;
    const auto known = pg::read_migrations(std::span(embedded::migrations, embedded::migrations_count));
    pg::migrate_settings settings;
    settings.url = url;
    settings.release = "test";
    if (pg::migrate(known, settings, report) != pg::migrate_outcome::done)
        throw std::runtime_error("the schema cannot be made: " + report.str());
}

// All databases of this process; the template is made on first use.
class databases {
public:
    static databases& of_this_process() {
        static databases all;
        return all;
    }

    std::string create(database::content wanted) {
        const std::lock_guard lock(guard_);
        if (wanted == database::content::empty) return make("template0");
        if (template_.empty()) {
            template_ = make("template0");
            migrate_template(url_of(template_));
        }
        return make(template_);
    }

    ~databases() {
        try {
            for (const auto& each : names_) server_.execute(fmt::format("drop database if exists {} with (force)", each));
        } catch (const std::exception& e) {
            fmt::print(stderr, "a test database could not be dropped: {}\n", e.what());
        }
    }

private:
    databases() : server_(server_url()), prefix_(fmt::format("gavel_test_{}_{:08x}", ::getpid(), std::random_device{}())) {}

    std::string make(const std::string& from) {
        auto name = fmt::format("{}_{}", prefix_, names_.size());
        server_.execute(fmt::format("create database {} template {}", name, from));
        names_.push_back(name);
        return name;
    }

    std::mutex guard_;
    pg::blocking_connection server_;
    std::string prefix_, template_;
    std::vector<std::string> names_;
};

}  // namespace

struct database::wire {
    explicit wire(const std::string& url) : connection(url) {}
    pg::blocking_connection connection;
};

database::database(content wanted)
    : name_(databases::of_this_process().create(wanted)),
      url_(url_of(name_)),
      wire_(std::make_unique<wire>(url_)) {}

database::~database() = default;

void database::execute(std::string_view sql) { wire_->connection.execute(std::string(sql)); }

std::string database::scalar(std::string_view sql) {
    const auto found = wire_->connection.query(std::string(sql).c_str());
    return found.empty() ? std::string() : found.front().first();
}

void database::kill_connections() {
    execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
}

pg_test::pg_test(database::content wanted) : db(wanted), pool(io, options()) {}

pg_test::~pg_test() { pool.close(); }

pg::pool_options pg_test::options(std::int64_t connections_max) const {
    pg::pool_options o;
    o.url = db.url();
    o.connections_max = connections_max;
    return o;
}

}  // namespace gavel::test
