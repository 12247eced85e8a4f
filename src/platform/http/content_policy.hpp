// Content-Security-Policy for the web application: only its own files, and exactly the inline scripts that its index.html holds.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gavel::http {

// The text of every inline <script> a browser would run (no src; type empty, a JavaScript type, or module, importmap, speculationrules).
std::vector<std::string_view> inline_scripts(std::string_view html);

// 'sha256-…' as the policy names a script.
std::string script_hash(std::string_view script);

// Hosts (scheme://host) besides our own; empty: none.
struct other_sources {
    std::string pictures, connections;
};

std::string content_policy(std::string_view html, const other_sources& elsewhere = {});

}  // namespace gavel::http
