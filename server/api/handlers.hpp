// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <string>

#include "server/app/app.hpp"
#include "server/http/request.hpp"

/// One struct a route, holding exactly what it uses.
namespace peilpunt::api {

/// `GET /peilingen?gemeente=GM0453`: the open polls.
struct GetPolls {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `GET /peilingen/{id}`: one poll by UUID or slug, with its current revision; drafts do not exist here.
struct GetPoll {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `POST /peilingen/{id}/inzendingen`: on the fast lane; answers when the response is durable.
struct PostResponse {
    app::App& app;
    void operator()(const http::Request& request, http::Responder respond) const;
};
/// `GET /peilingen/{id}/uitkomsten`: the last release; CSV by `Accept: text/csv`.
struct GetResults {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `POST /signalen`: on the fast lane.
struct PostSignal {
    app::App& app;
    void operator()(const http::Request& request, http::Responder respond) const;
};
/// `GET /volgcodes/{code}`: the steps, no content.
struct GetReceipt {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `POST /contactwensen`: on the fast lane.
struct PostContact {
    app::App& app;
    void operator()(const http::Request& request, http::Responder respond) const;
};
/// `GET /gebieden`
struct GetAreas {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `POST /kiosken`: a pairing code for an enrolment.
struct PostKiosk {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `POST /synchronisaties`: a signed batch for a signed acknowledgement.
struct PostBatch {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `GET /synchronisaties/wijzigingen?na=CURSOR`
struct GetChanges {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `GET /geluiden/{hash}`: a text that somebody reads aloud, as Ogg Opus.
struct GetClip {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `GET /gereed`: 200 when the store answers, else 503.
struct GetReady {
    app::App& app;
    http::Reply operator()(const http::Request& request) const;
};
/// `GET /metrics`: Prometheus text; counts of things, never of people.
struct GetMetrics {
    app::App& app;
    std::function<std::string()> server;
    http::Reply operator()(const http::Request& request) const;
};

}  // namespace peilpunt::api
