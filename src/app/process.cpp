#include "app/process.hpp"

#include "platform/storage/open.hpp"

#include <chrono>
#include <stdexcept>

namespace gavel::app {

namespace {

// Hosts besides our own that pages load pictures from and send files to.
http::other_sources elsewhere(const media::options& chosen) {
    http::other_sources all;
    all.pictures = chosen.public_url;
    all.connections = storage::upload_origin(chosen.storage);
    return all;
}

}  // namespace

process::process(const options& chosen)
    : settings(chosen),
      workers(static_cast<std::size_t>(chosen.workers), static_cast<std::size_t>(chosen.workers_waiting_max)),
      accounts(chosen.accounts, workers),
      letters(chosen.mail),
      media(chosen.media, numbers),
      bids(chosen.bidding.bids_per_minute),
      caches(chosen.catalogue, media.where),
      fees(std::chrono::seconds(chosen.fees.cache_s)) {
    life.on_stop([this] { media.pictures.stop(); });
    live.on_change([this](lot_id lot, std::int64_t) { caches.invalidate(lot); });
    if (chosen.http.web_root.empty()) return;
    site = http::static_site::load(chosen.http.web_root);
    const auto index = site->text_of("/index.html");
    if (index.empty())
        throw std::runtime_error("web.root = " + chosen.http.web_root +
                                 " holds no index.html; build the pages with `npm run generate` in web/");
    shell.emplace(index, elsewhere(chosen.media));
}

}  // namespace gavel::app
