// Private to this folder: a connection string as libpq reads it.
#pragma once
#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace gavel::pg {

struct conninfo_freed {
    void operator()(PQconninfoOption* o) const { PQconninfoFree(o); }
};

// Throws std::invalid_argument with libpq's sentence, which does not repeat the password.
inline std::unique_ptr<PQconninfoOption, conninfo_freed> read_conninfo(const std::string& url) {
    char* message = nullptr;
    std::unique_ptr<PQconninfoOption, conninfo_freed> found(PQconninfoParse(url.c_str(), &message));
    if (found) return found;
    std::string text = message ? message : "out of memory";
    PQfreemem(message);
    while (text.ends_with('\n')) text.pop_back();
    throw std::invalid_argument("the address of the database cannot be read: " + text);
}

}  // namespace gavel::pg
