// What the server's role may do: read and write rows, never change the schema. Private to this folder.
//
// Tables get their grants when they are created, so a migration can revoke some of them in its next statement. A table whose comment begins
// with "Append-only" loses update and delete in any case. Both calls do nothing if the role does not exist.
#pragma once
#include "platform/pg/migrator/blocking.hpp"

#include <string>

namespace gavel::pg {

void grant_before(blocking_connection& db, const std::string& role);  // for tables that are about to be created
void grant_after(blocking_connection& db, const std::string& role);   // for tables older than the role, and append-only ones

}  // namespace gavel::pg
