// A plain blocking connection, for programs that do one thing at a time: the migrator and test fixtures. Never on an io thread.
#pragma once
#include "platform/pg/error.hpp"
#include "platform/pg/parameters.hpp"
#include "platform/pg/row.hpp"

#include <memory>
#include <string>

struct pg_conn;

namespace gavel::pg {

class blocking_connection {
public:
    explicit blocking_connection(const std::string& url);  // throws unavailable

    void execute(const std::string& sql);  // one or more statements; throws error, unavailable

    void prepare(const char* name, const char* sql);

    template <class... A>
    rows query(const char* sql, const A&... args) {
        parameters p;
        (p.add(args), ...);
        return run(sql, p);
    }

private:
    rows run(const char* sql, const parameters& p);

    std::shared_ptr<pg_conn> handle_;
};

}  // namespace gavel::pg
