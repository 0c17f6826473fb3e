namespace AiSafety.Analyzers.Shell;

/// <summary>Repositories, clusters, clouds and machines.</summary>
internal sealed partial class ShellReader
{
    private static readonly string[] GitValues = ["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path"];
    private static readonly string[] KubernetesValues = ["-n", "--namespace", "--context", "--kubeconfig", "-l", "--selector", "-f", "--filename", "-o", "--output", "--timeout", "--grace-period", "--cluster", "--user"];
    private static readonly string[] CloudValues =
    [
        "--region", "--profile", "--output", "-o", "--query", "--endpoint-url", "--subscription", "--project", "-n", "--name", "-g", "--resource-group", "--stack-name", "-q", "--zone", "--account",
    ];

    /// <summary>Branches that hold what a build makes: they are written anew each time.</summary>
    private static readonly string[] PublishedBranches = ["gh-pages", "pages", "dist", "site", "deploy", "release-notes"];

    private void JudgeGit(Context context)
    {
        var words = context.Arguments.Words;
        var verb = context.Arguments.FirstOperand(GitValues);
        if (verb >= words.Count)
            return;
        var folder = words.Take(verb).SkipWhile(word => word.Constant != "-C").Skip(1).FirstOrDefault();
        var arguments = context.Arguments.From(verb + 1);
        if (arguments.HasLetter('h'))
            return;
        switch (words[verb].Constant)
        {
            case "push":
                JudgePush(context, arguments);
                break;
            case "reset" when arguments.Has("--hard"):
                AddInWorkingCopy(context, folder, "throws away all changes that are not committed");
                break;
            case "clean" when (arguments.HasLetter('f') || arguments.Has("--force")) && arguments.HasLetter('d', 'x') && !arguments.HasLetter('n', 'i', 'X') && !arguments.Has("--interactive")
                    && arguments.Operands("-e", "--exclude").Count == 0:
                AddInWorkingCopy(context, folder, "deletes all files that are not in the repository");
                break;
        }
    }

    private void JudgePush(Context context, ShellArguments arguments)
    {
        if (arguments.HasLetter('n') || arguments.Has("--force-with-lease"))
            return;
        var operands = arguments.Operands("-o", "--push-option", "--repo", "--receive-pack", "--exec");
        var isForced = arguments.Has("--force") || arguments.HasLetter('f') || operands.Exists(word => word.Lead.StartsWith("+", StringComparison.Ordinal));
        if (!isForced)
            return;
        var branches = operands.Skip(1).ToList();
        var last = branches.Count > 0 ? branches[branches.Count - 1] : null;
        if (last?.Constant is { } branch && Array.IndexOf(PublishedBranches, branch.Substring(branch.LastIndexOfAny([':', '/']) + 1)) >= 0)
            return;
        Add(context, "overwrites the branch on the remote, with what others pushed to it", branches.Exists(word => word.Varies) ? ShellSureness.Chosen : ShellSureness.Certain,
            remedy: "push with --force-with-lease");
    }

    private void AddInWorkingCopy(Context context, ShellWord? folder, string loss)
    {
        if (folder is null ? context.Scope.IsInClone : context.Scope.IsClone(folder) || context.Scope.IsScratch(folder, context.Dialect))
            return;
        Add(context, loss, ShellSureness.Certain, remedy: "commit or stash the changes first, or work in a clone of its own", inCurrentFolder: folder is null && context.Scope.Folder is null, inWorkingCopy: true);
    }

    private void JudgeContainers(Context context)
    {
        if (context.Program is "kubectl" or "oc")
        {
            JudgeKubernetes(context);
            return;
        }

        if (context.Program == "helm")
        {
            var helm = context.Arguments.Operands("-n", "--namespace", "--kube-context", "--kubeconfig", "--timeout", "--description");
            if (helm is [{ Constant: "uninstall" or "delete" or "un" }, ..] && !context.Arguments.HasLetter('h'))
                Add(context, "removes a release with all that belongs to it", OfNames(helm.Skip(1)));
            return;
        }

        var operands = context.Arguments.Operands(DockerValues);
        var verbs = context.Program == "docker-compose" ? ["compose", .. operands.Select(word => word.Constant)] : operands.Select(word => word.Constant).ToList();
        switch (verbs)
        {
            case ["system", "prune", ..]:
                Add(context, "deletes all stopped containers, networks and images that are not in use", ShellSureness.Certain);
                break;
            case ["volume", "prune", ..]:
                Add(context, "deletes all volumes that are not in use, with their data", ShellSureness.Certain);
                break;
            case ["volume", "rm" or "remove", ..]:
                Add(context, "deletes volumes with their data", OfNames(operands.Skip(2)));
                break;
            case ["compose", "down", ..] when context.Arguments.Has("--volumes") || context.Arguments.From(context.Arguments.FirstOperand(DockerValues)).HasLetter('v'):
                Add(context, "deletes the volumes of all services, with their data", ShellSureness.Certain);
                break;
        }
    }

    private void JudgeKubernetes(Context context)
    {
        var arguments = context.Arguments;
        var operands = arguments.Operands(KubernetesValues);
        if (operands is not [{ Constant: "delete" }, ..] || arguments.HasLetter('h'))
            return;
        var deleted = operands.Skip(1).ToList();
        if (arguments.Value("-f", "--filename", "-k", "--kustomize") is { } file)
        {
            Add(context, "deletes everything that the manifest names", OfNames([file]));
            return;
        }

        if (deleted.Count == 0)
            return;
        var kind = deleted[0].Lead;
        var slash = kind.IndexOf('/');
        var kinds = (slash < 0 ? kind : kind.Substring(0, slash)).Split(',');
        if (kinds.Any(each => IsAny(each, "ns", "namespace", "namespaces")))
            Add(context, "deletes a namespace with everything in it", OfNames(slash < 0 ? deleted.Skip(1) : [deleted[0]]));
        else if (kinds.Any(each => IsAny(each, "all")))
            Add(context, "deletes all workloads of the namespace", ShellSureness.Certain);
        else if (kinds.Any(each => IsAny(each, "pv", "pvc", "persistentvolume", "persistentvolumes", "persistentvolumeclaim", "persistentvolumeclaims", "crd", "customresourcedefinition", "customresourcedefinitions")))
            Add(context, "deletes stored data", OfNames(slash < 0 ? deleted.Skip(1) : [deleted[0]]));
    }

    private void JudgeClouds(Context context)
    {
        var arguments = context.Arguments;
        var operands = arguments.Operands(CloudValues);
        var verbs = operands.Select(word => word.Constant).ToList();
        switch (context.Program)
        {
            case "terraform" or "tofu" or "terragrunt":
                JudgeTerraform(context, verbs);
                break;
            case "pulumi" when verbs is ["destroy" or "down", ..]:
                Add(context, "destroys every resource of the stack", OfNames(Values(arguments, "-s", "--stack")));
                break;
            case "cdk" when verbs is ["destroy", ..]:
                Add(context, "destroys the stack with its resources", OfNames(operands.Skip(1)));
                break;
            case "aws":
                JudgeAmazon(context, operands, verbs);
                break;
            case "az" when verbs is ["group" or "vm" or "aks" or "webapp" or "cosmosdb" or "keyvault" or "vmss", "delete" or "purge", ..] or ["storage", "account" or "container" or "share", "delete", ..]
                    or ["sql", "db" or "server", "delete", ..] or ["postgres" or "mysql", "flexible-server" or "server" or "db", "delete", ..]:
                Add(context, verbs[0] == "group" ? "deletes a resource group with everything in it" : "deletes a resource with its data", OfNames(Values(arguments, "-n", "--name", "-g", "--resource-group")));
                break;
            case "gcloud" when verbs is ["projects", "delete", ..] or ["sql", "instances" or "databases", "delete", ..] or ["container", "clusters", "delete", ..] or ["compute", "instances" or "disks", "delete", ..]:
                Add(context, verbs[0] == "projects" ? "deletes a project with everything in it" : "deletes a resource with its data", OfNames(operands.Skip(verbs.IndexOf("delete") + 1)));
                break;
            case "gcloud" when verbs is ["storage", "rm", ..] && (arguments.HasLetter('r', 'R') || arguments.Has("--recursive")):
                Add(context, "deletes all objects below its target", OfNames(operands.Skip(2)));
                break;
            case "gsutil" when verbs is ["rm", ..] && arguments.HasLetter('r', 'R'):
                Add(context, "deletes all objects below its target", OfNames(operands.Skip(1)));
                break;
        }
    }

    private void JudgeTerraform(Context context, List<string?> verbs)
    {
        var arguments = context.Arguments;
        if (verbs is ["run-all" or "run", ..])
            verbs.RemoveAt(0);
        if (arguments.HasLetter('h') && arguments.Words.Any(word => word.Constant is "-h"))
            return;
        if (verbs is ["destroy", ..] || (verbs is ["apply", ..] && arguments.Has("-destroy", "--destroy")))
            Add(context, "destroys every resource that the configuration made", ShellSureness.Certain);

        // A saved plan has been looked at.
        else if (verbs is ["apply"] && arguments.Has("-auto-approve", "--auto-approve") && !arguments.Has("-auto-approve=false"))
            Add(context, "changes and destroys resources without anybody seeing the plan", ShellSureness.Certain, remedy: "save the plan with 'plan -out', have it reviewed, and apply that file");
    }

    private void JudgeAmazon(Context context, List<ShellWord> operands, List<string?> verbs)
    {
        var arguments = context.Arguments;
        switch (verbs)
        {
            case ["s3", "rm", ..] when arguments.Has("--recursive") && !arguments.Has("--include", "--exclude"):
                Add(context, "deletes all objects below its target", OfNames(operands.Skip(2)));
                break;
            case ["s3", "rb", ..] when arguments.Has("--force"):
                Add(context, "deletes a bucket with all its objects", OfNames(operands.Skip(2)));
                break;
            case ["cloudformation", "delete-stack", ..]:
                Add(context, "deletes a stack with its resources", OfNames(Values(arguments, "--stack-name")));
                break;
            case ["rds", "delete-db-instance" or "delete-db-cluster", ..] or ["dynamodb", "delete-table", ..] or ["ec2", "terminate-instances" or "delete-volume", ..] or ["s3api", "delete-bucket", ..]
                or ["eks", "delete-cluster", ..] or ["efs", "delete-file-system", ..] or ["redshift", "delete-cluster", ..] or ["organizations", "close-account", ..]:
                Add(context, "deletes a resource with its data", OfNames(Values(arguments, "--db-instance-identifier", "--db-cluster-identifier", "--table-name", "--instance-ids", "--bucket", "--name")));
                break;
        }
    }

    private static IEnumerable<ShellWord> Values(ShellArguments arguments, params string[] names) =>
        names.Select(name => arguments.Value(name)).Where(value => value is not null)!;

    private void JudgeMachines(Context context)
    {
        var arguments = context.Arguments;
        var words = arguments.Words;
        var stops = context.Program switch
        {
            "shutdown" => words.Count > 0 && !arguments.HasLetter('c', 'k', 'l', 'a') && !arguments.HasSwitch('a') && !arguments.HasSwitch('l') && !arguments.HasSwitch('h') && !arguments.HasSwitch('i') && !arguments.HasSwitch('?'),
            "reboot" or "poweroff" or "halt" => !arguments.Has("--wtmp-only") && !arguments.HasLetter('w'),
            "init" or "telinit" => words is [{ Constant: "0" or "6" }],
            "systemctl" => arguments.Operands() is [{ Constant: "poweroff" or "reboot" or "halt" or "kexec" }, ..],
            _ => context.Dialect == ShellDialect.PowerShell,
        };
        if (stops)
            Add(context, "stops the machine, with all that runs on it", ShellSureness.Certain, stopsMachine: true);
    }
}
