from tests.api.office import Office
from tests.database.world import World


async def test_who_is_limited_to_cities_sees_the_policies_of_those_and_tries_none_for_the_company(
    office: Office, world: World
) -> None:
    own, foreign = await world.city(), await world.city()
    ids = {each: await world.ask("SELECT public_id FROM cities WHERE id = :id", id=each) for each in (own, foreign)}
    manager = await office.token("manager", cities=[own])
    seen = await office.http.get(f"/api/v1/cities/{ids[own]}/policy", headers=manager)
    hidden = await office.http.get(f"/api/v1/cities/{ids[foreign]}/policy", headers=manager)
    tried = await office.http.post("/api/v1/policy/dry-run", headers=manager, json={})
    assert (seen.status_code, hidden.status_code, tried.status_code) == (200, 404, 403)
    assert (hidden.json()["code"], tried.json()["code"]) == ("no_city", "cities_limited")
