using EventSourced.Api.Access;
using EventSourced.Api.Commands;
using EventSourced.Api.Problems;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.ReadTables.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Rabbit;

/// <summary>A PIN to set.</summary>
/// <param name="Pin">6 to 64 characters.</param>
public sealed record NewPin(string Pin);

/// <summary>PINs of single children, set by an admin. They are credentials, like tokens, and are not written to the log; the log records who set one.</summary>
internal static class ChildPinEndpoints
{
    public static void MapChildPins(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/rabbit/children/{child_id}/pin").WithTags("Rabbit");
        group.MapPut("", SetAsync).Accepts<NewPin>("application/json").Produces(204).WithSummary("Sets the PIN that gives access to the rows of one child.");
        group.MapDelete("", RemoveAsync).Produces(204).WithSummary("Removes the PIN of a child.");
    }

    private static async Task<IResult> SetAsync([FromRoute(Name = "child_id")] string id, HttpContext context, ChildPins pins, AuditLog audit)
    {
        var child = ChildOf(id);
        // The child is only in the route, not in the body.
        context.Request.RouteValues.Remove("child_id");
        var pin = (await CommandBody.ReadAsync<NewPin>(context)).Pin;
        if (pin.Length is < ChildPins.MinLength or > ChildPins.MaxLength)
        {
            throw new ApiException(400, "validation_failed", "The PIN cannot be set: see errors.", new Dictionary<string, string[]>
            {
                ["pin"] = [$"Use {ChildPins.MinLength} to {ChildPins.MaxLength} characters."],
            });
        }
        await pins.SetAsync(child, pin, context.Actor(), context.RequestAborted);
        await audit.ActedAsync("set_child_pin", ["rabbit"], child, context.Actor(), context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> RemoveAsync([FromRoute(Name = "child_id")] string id, HttpContext context, ChildPins pins, AuditLog audit)
    {
        var child = ChildOf(id);
        if (!await pins.RemoveAsync(child, context.RequestAborted)) throw new ApiException(404, "pin_not_found", $"The child {child} has no PIN of its own.");
        await audit.ActedAsync("remove_child_pin", ["rabbit"], child, context.Actor(), context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static string ChildOf(string id) => id.Length <= RequestText.MaxId ? id : throw new ApiException(400, "invalid_value", $"child_id has {id.Length} characters; at most {RequestText.MaxId} are possible.");
}
