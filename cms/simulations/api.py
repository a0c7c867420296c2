"""What a version would change: now, and kept."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from cms.diffusion.queries import rules_of
from cms.simulations.actions import ask_simulation, result_of
from cms.simulations.jobs import begin
from cms.simulations.queries import simulate, version_to_try
from cms.simulations.schemas import SimulationOut
from registrations.people.requests import actor
from registrations.schemas import Positive

router = Router()


@router.get("/versions/{number}/simulation", response=SimulationOut, operation_id="library_policy_simulation")
def get_simulation(request: HttpRequest, number: Positive) -> SimulationOut:
    """The version over the whole library now, against the one in force: for those who write the policy."""
    version, now = version_to_try(number, by=actor(request)), timezone.now()
    found = simulate(rules_of(version), at=now)
    result = result_of(found.outcome, left_out=found.left_out)
    return SimulationOut.of(result, number=number, against=found.against, at=now)


@router.post("/versions/{number}/simulation", response={201: SimulationOut}, operation_id="library_policy_simulate")
def post_simulation(request: HttpRequest, number: Positive) -> Status[SimulationOut]:
    """The same, kept as it is."""
    me, now = actor(request), timezone.now()
    row = ask_simulation(version_to_try(number, by=me), by=me, at=now)
    begin(row)
    return Status(201, SimulationOut.kept(row))
